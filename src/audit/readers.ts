// Who reads of an event, each address once: named owners first, then whoever reads the account's own addresses.

import type { Occasion } from '../mail/messages/message.ts';
import type { AuditEvent, AuditOwner } from './audit.ts';

/** What happened, as this reader is told, and where the mail goes. */
export type Reader = Omit<Occasion, 'at' | 'address' | 'userAgent' | 'isLastOfDay'> & { readonly to: string };

export function listReaders(event: AuditEvent): readonly Reader[] {
  const { owner, namedOwners = [] } = event;
  const about = owner.hasNoSignIn ? { mailbox: owner.username } : {};
  const readers = [
    ...namedOwners.flatMap((named) => toReaders(event, named, { ...about, isOwner: true })),
    ...toReaders(event, owner, about),
  ];
  return readers.filter(({ to }, place) => readers.findIndex((first) => first.to === to) === place);
}

function toReaders(
  { by, actor, facts = {}, secret }: AuditEvent,
  { username, name, locale, addresses }: AuditOwner,
  about: Pick<Occasion, 'mailbox' | 'isOwner'>,
): readonly Reader[] {
  return addresses.map((to) => ({
    to,
    username,
    ...(name === undefined ? {} : { name }),
    ...(locale === undefined ? {} : { locale }),
    ...about,
    ...(by === undefined ? {} : { by }),
    ...(actor === undefined ? {} : { actor: actor.username }),
    facts,
    ...(secret && { secret }),
  }));
}
