// To the owner: everybody was signed out of the account, because a device was lost. What proves the owner stays.

import type { Message } from './message.ts';

export const accessEnded: Message = ({ texts, brand, support }) => ({
  subject: texts.accessEnded.subject(brand),
  what: texts.accessEnded.what,
  note: texts.accessEnded.note,
  action: texts.askToEnd(support),
});
