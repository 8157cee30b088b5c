// To the owner, at the old and the new addresses: these are other ones now.

import type { Message } from './message.ts';

export const emailsChanged: Message = ({ texts, brand, remedies }) => ({
  subject: texts.emailsChanged.subject(brand),
  what: texts.emailsChanged.what,
  ifNot: remedies.askedInYourName,
});
