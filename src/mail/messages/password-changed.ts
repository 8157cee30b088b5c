// To the owner: the password is another one now.

import type { Message } from './message.ts';

export const passwordChanged: Message = ({ texts, brand, remedies }) => ({
  subject: texts.passwordChanged.subject(brand),
  what: texts.passwordChanged.what,
  ifNot: remedies.endAccess,
});
