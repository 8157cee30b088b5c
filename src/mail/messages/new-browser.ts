// To the owner: a sign-in was finished in a browser that never had one before.

import type { Message } from './message.ts';

export const newBrowser: Message = ({ texts, brand, remedies, occasion }) => ({
  subject: texts.newBrowser.subject(brand),
  what: texts.newBrowser.what,
  ...(occasion.isLastOfDay ? { note: texts.newBrowser.last } : {}),
  ifNot: remedies.endAccess,
});
