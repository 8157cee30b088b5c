// To the owner: a mail program goes on with the account password alone and is refused; this is how to mend it.

import type { Message } from './message.ts';

export const staleProgram: Message = ({ texts, brand, remedies, occasion: { facts } }) => {
  const { subject, what, open, note, closing } = texts.staleProgram;
  const place = [facts.service, facts.protocol].filter((part) => part !== undefined).join(', ');
  return {
    subject: subject(brand),
    what: what(place),
    ...(facts.address === undefined ? {} : { enclosure: { link: String(facts.address), label: open } }),
    note,
    closing: { ...remedies.changePassword, act: closing },
  };
};
