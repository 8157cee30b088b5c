// To the owner, or to each owner of a shared mailbox: another app password opens the mailbox.

import { isOwnAct } from './facts.ts';
import type { Message } from './message.ts';

export const appPasswordAdded: Message = ({
  texts: { appPasswordAdded: words },
  brand,
  remedies,
  occasion,
}) => {
  const { mailbox, isOwner = false, facts } = occasion;
  const name = String(facts.name ?? '');
  return mailbox === undefined
    ? { subject: words.subject(brand), what: words.what(name), ifNot: remedies.endAccess }
    : {
        subject: words.subjectOf(brand, mailbox),
        what: words.whatOf(name, mailbox, isOwner),
        ifNot: isOwnAct(occasion) ? remedies.endAccess : remedies.takeAway,
      };
};
