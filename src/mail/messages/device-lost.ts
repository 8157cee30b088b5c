// To the owner: a device was reported as lost, and everything it could open is shut.

import { sayNext } from './facts.ts';
import type { Message } from './message.ts';

export const deviceLost: Message = ({ texts, brand, remedies, occasion: { facts } }) => ({
  subject: texts.deviceLost.subject(brand),
  what: texts.deviceLost.what,
  note: sayNext(texts, facts),
  ifNot: remedies.askedInYourName,
});
