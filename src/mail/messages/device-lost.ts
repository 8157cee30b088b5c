// To the owner: a device was reported as lost, and everything it could open is shut. Of a shared mailbox, that is its app passwords.

import { sayNext } from './facts.ts';
import type { Message } from './message.ts';

export const deviceLost: Message = ({ texts, brand, remedies, occasion }) => {
  const { mailbox, isOwner = false, facts } = occasion;
  const words = texts.deviceLost;
  return mailbox === undefined
    ? {
        subject: words.subject(brand),
        what: words.what,
        note: sayNext(texts, facts),
        ifNot: remedies.askedInYourName,
      }
    : {
        subject: words.subjectOf(brand, mailbox),
        what: words.whatOf(mailbox, isOwner),
        ifNot: remedies.ask,
      };
};
