// To the owner: a program's access was ended, because the key it had replaced was used once more.

import type { Message } from './message.ts';

export const refreshReuse: Message = ({ texts, brand, support, occasion: { facts } }) => ({
  subject: texts.refreshReuse.subject(brand),
  what: texts.refreshReuse.what(String(facts.program ?? '')),
  note: texts.refreshReuse.note,
  action: texts.askForPassword(support),
});
