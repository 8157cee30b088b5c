// To the owner: the password was right and what came after it was not, so the password may be known to others.

import { readDoor } from './facts.ts';
import type { Message } from './message.ts';

export const wrongCode: Message = ({ texts, brand, remedies, occasion: { facts } }) => {
  const words = texts.wrongCode[readDoor(facts)];
  return { subject: words.subject(brand), what: words.what, ifNot: remedies.changePassword };
};
