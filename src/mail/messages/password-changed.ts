// To the owner: the password is another one now.

import type { Message } from './message.ts';

export const passwordChanged: Message = ({ texts, brand, support }) => ({
  subject: texts.passwordChanged.subject(brand),
  what: texts.passwordChanged.what,
  action: texts.askToEnd(support),
});
