// To the owner: one second step is not asked for any more, or none is: then also what a sign-in asks for from now on.

import { readThing, sayNext } from './facts.ts';
import type { Message } from './message.ts';

export const factorRemoved: Message = ({ texts, brand, remedies, occasion: { facts }, sayFactor }) => {
  const { subject, subjectOfLast, what, last, all } = texts.factorRemoved;
  const thing = readThing(facts);
  const name = facts.name === undefined ? undefined : sayFactor(String(facts.name));
  if (facts.next === undefined && name !== undefined) {
    return { subject: subject(brand), what: what[thing](name), ifNot: remedies.endAccess };
  }
  return {
    subject: subjectOfLast(brand),
    what: `${name === undefined ? all[thing] : last[thing](name)} ${sayNext(texts, facts)}`.trimEnd(),
    ifNot: remedies.endAccess,
  };
};
