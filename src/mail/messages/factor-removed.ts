// To the owner: one second step, or every one of them, is not asked for any more.

import type { Message } from './message.ts';

export const factorRemoved: Message = ({ texts, brand, support, occasion: { facts } }) => ({
  subject: texts.factorRemoved.subject(brand),
  what: facts.name === undefined ? texts.factorRemoved.all : texts.factorRemoved.what(String(facts.name)),
  action: texts.askToEnd(support),
});
