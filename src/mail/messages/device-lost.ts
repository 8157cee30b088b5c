// To the owner: a device was reported as lost, and everything it could open is shut.

import type { Message } from './message.ts';

export const deviceLost: Message = ({ texts, brand, support }) => ({
  subject: texts.deviceLost.subject(brand),
  what: texts.deviceLost.what,
  action: texts.askToEnd(support),
});
