// To the owner, or to each owner of a shared mailbox: another app password opens the mailbox, or one opens nothing any more.

import { isOwnAct } from './facts.ts';
import type { Message } from './message.ts';

export const appPasswordAdded = messageOf('appPasswordAdded', 'takeAway');
export const appPasswordRemoved = messageOf('appPasswordRemoved', 'ask');

/** `ofOthers`: what an owner of a shared mailbox does about the act of another one. */
function messageOf(kind: 'appPasswordAdded' | 'appPasswordRemoved', ofOthers: 'takeAway' | 'ask'): Message {
  return ({ texts, brand, remedies, occasion }) => {
    const words = texts[kind];
    const { mailbox, isOwner = false, facts } = occasion;
    const name = String(facts.name ?? '');
    return mailbox === undefined
      ? { subject: words.subject(brand), what: words.what(name), ifNot: remedies.endAccess }
      : {
          subject: words.subjectOf(brand, mailbox),
          what: words.whatOf(name, mailbox, isOwner),
          ifNot: isOwnAct(occasion) ? remedies.endAccess : remedies[ofOthers],
        };
  };
}
