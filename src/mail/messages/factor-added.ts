// To the owner: another authenticator app or token opens the account.

import { readThing } from './facts.ts';
import type { Message } from './message.ts';

export const factorAdded: Message = ({ texts, brand, remedies, occasion: { facts } }) => ({
  subject: texts.factorAdded.subject(brand, readThing(facts)),
  what: texts.factorAdded.what(String(facts.name ?? ''), readThing(facts)),
  ifNot: remedies.endAccess,
});
