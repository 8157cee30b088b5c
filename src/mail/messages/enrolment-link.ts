// To the owner, outside: the link that sets up the first authenticator app.

import type { Message } from './message.ts';

export const enrolmentLink: Message = ({ texts, brand, remedies, occasion: { facts, secret } }) => {
  const { subject, what, open, life, closing } = texts.enrolmentLink;
  return {
    subject: subject(brand),
    what,
    ...(secret && 'link' in secret ? { enclosure: { link: secret.link, label: open } } : {}),
    note: life(Number(facts.minutes)),
    closing: { ...remedies.changePassword, act: closing },
  };
};
