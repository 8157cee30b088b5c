// To the owner: a program that keeps one key for months was used from a network it was never seen in.

import type { Message } from './message.ts';

export const fixedTokenNewNetwork: Message = ({ texts, brand, remedies, occasion: { facts } }) => ({
  subject: texts.fixedTokenNewNetwork.subject(brand),
  what: texts.fixedTokenNewNetwork.what(String(facts.program ?? '')),
  note: texts.fixedTokenNewNetwork.note,
  ifNot: remedies.endProgram,
});
