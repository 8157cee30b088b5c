// To the owner, at the old and the new addresses: these are other ones now. Of a shared mailbox, to its owners as well.

import type { Message } from './message.ts';

export const emailsChanged: Message = ({ texts: { emailsChanged: words }, brand, remedies, occasion }) => {
  const { mailbox, isOwner = false } = occasion;
  return mailbox === undefined
    ? { subject: words.subject(brand), what: words.what, ifNot: remedies.askedInYourName }
    : {
        subject: words.subjectOf(brand, mailbox),
        what: words.whatOf(mailbox, isOwner),
        ifNot: remedies.ask,
      };
};
