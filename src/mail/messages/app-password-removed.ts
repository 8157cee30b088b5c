// To the owner: an app password opens nothing any more.

import type { Message } from './message.ts';

export const appPasswordRemoved: Message = ({ texts, brand, remedies, occasion: { facts } }) => ({
  subject: texts.appPasswordRemoved.subject(brand),
  what: texts.appPasswordRemoved.what(String(facts.name ?? '')),
  ifNot: remedies.endAccess,
});
