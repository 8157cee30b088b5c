// To the owner: another app password opens the mailbox.

import type { Message } from './message.ts';

export const appPasswordAdded: Message = ({ texts, brand, support, occasion: { facts } }) => ({
  subject: texts.appPasswordAdded.subject(brand),
  what: texts.appPasswordAdded.what(String(facts.name ?? '')),
  action: texts.askToEnd(support),
});
