// Who hears of an app password that was made or removed: the account's owner, and for a shared mailbox or a machine its named owners.

import type { Audit } from '../../audit/audit.ts';
import type { Collection } from '../../store/store.ts';
import type { Account } from '../account.ts';
import { auditOwnerOf, findNamedOwners } from '../audit-owner.ts';
import type { Actor } from '../origin.ts';

export async function tellOwners(
  { accounts, audit }: { readonly accounts: Collection<Account>; readonly audit: Audit },
  account: Account,
  event: {
    readonly type: 'app-password-added' | 'app-password-removed';
    readonly name: string;
    readonly actor: Actor;
  },
): Promise<void> {
  const { by = 'admin', from, person } = event.actor;
  const isAnother = person !== undefined && person.id !== account.id;
  await audit.record({
    type: event.type,
    owner: auditOwnerOf(account),
    namedOwners: await findNamedOwners(accounts, account),
    by,
    ...(isAnother ? { actor: { id: person.id, username: person.username } } : {}),
    ...(from && { from }),
    facts: { name: event.name },
  });
}
