// To the owner: a sign-in was finished in a browser that never had one before.

import type { Message } from './message.ts';

export const newBrowser: Message = ({ texts, brand, remedies }) => ({
  subject: texts.newBrowser.subject(brand),
  what: texts.newBrowser.what,
  ifNot: remedies.endAccess,
});
