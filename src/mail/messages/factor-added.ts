// To the owner: another authenticator app or token opens the account.

import type { Message } from './message.ts';

export const factorAdded: Message = ({ texts, brand, support, occasion: { facts } }) => ({
  subject: texts.factorAdded.subject(brand),
  what: texts.factorAdded.what(String(facts.name ?? '')),
  action: texts.askToEnd(support),
});
