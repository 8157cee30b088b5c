// To the owner: the password was right and the code was not, so the password may be known to others.

import type { Message } from './message.ts';

export const wrongCode: Message = ({ texts, brand, remedies }) => ({
  subject: texts.wrongCode.subject(brand),
  what: texts.wrongCode.what,
  ifNot: remedies.changePassword,
});
