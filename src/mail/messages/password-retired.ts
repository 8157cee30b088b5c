// To the owner: after too many wrong codes the password opens nothing but browsers they used before.

import type { Message } from './message.ts';

export const passwordRetired: Message = ({ texts, brand, support }) => ({
  subject: texts.passwordRetired.subject(brand),
  what: texts.passwordRetired.what,
  action: texts.askForPassword(support),
});
