// To the owner: a device was reported as lost, and everything it could open is shut.

import { readNext } from './facts.ts';
import type { Message } from './message.ts';

export const deviceLost: Message = ({ texts, brand, remedies, occasion: { facts } }) => ({
  subject: texts.deviceLost.subject(brand),
  what: texts.deviceLost.what,
  note: texts.next[readNext(facts) ?? 'none'],
  ifNot: remedies.askedInYourName,
});
