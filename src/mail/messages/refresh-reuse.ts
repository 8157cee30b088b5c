// To the owner: a program's access was ended, because the key it had replaced was used once more.

import type { Message } from './message.ts';

export const refreshReuse: Message = ({ texts, brand, remedies, occasion: { facts } }) => ({
  subject: texts.refreshReuse.subject(brand),
  what: texts.refreshReuse.what(String(facts.program ?? '')),
  note: texts.refreshReuse.note,
  ifNot: remedies.endAccess,
});
