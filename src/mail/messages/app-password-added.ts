// To the owner: another app password opens the mailbox.

import type { Message } from './message.ts';

export const appPasswordAdded: Message = ({ texts, brand, remedies, occasion: { facts } }) => ({
  subject: texts.appPasswordAdded.subject(brand),
  what: texts.appPasswordAdded.what(String(facts.name ?? '')),
  ifNot: remedies.endAccess,
});
