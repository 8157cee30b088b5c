// To the owner: another authenticator app or token opens the account.

import { readThing } from './facts.ts';
import type { Message } from './message.ts';

export const factorAdded: Message = ({ texts, brand, remedies, occasion: { facts }, sayFactor }) => ({
  subject: texts.factorAdded.subject[readThing(facts)](brand),
  what: texts.factorAdded.what[readThing(facts)](sayFactor(String(facts.name ?? ''))),
  ifNot: remedies.removeFactor(facts.id === undefined ? undefined : String(facts.id)),
});
