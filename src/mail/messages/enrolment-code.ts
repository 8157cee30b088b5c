// To the owner, outside: the code that a sign-in asks for before it sets up the first authenticator app.

import type { Message } from './message.ts';

export const enrolmentCode: Message = ({ texts, brand, remedies, occasion: { facts, secret } }) => {
  const { subject, what, life, closing } = texts.enrolmentCode;
  return {
    subject: subject(brand),
    what,
    ...(secret && 'code' in secret ? { enclosure: { code: secret.code } } : {}),
    note: life(Number(facts.minutes)),
    closing: { ...remedies.changePassword, act: closing },
  };
};
