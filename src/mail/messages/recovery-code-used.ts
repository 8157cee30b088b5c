// To the owner: one of the printed codes was used, and how many are left.

import type { Message } from './message.ts';

export const recoveryCodeUsed: Message = ({ texts, brand, remedies, occasion: { facts } }) => ({
  subject: texts.recoveryCodeUsed.subject(brand),
  what: texts.recoveryCodeUsed.what,
  note: texts.recoveryCodeUsed.left(Number(facts.left)),
  ifNot: remedies.renewCodes,
});
