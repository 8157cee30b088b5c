// Who hears of an app password that was made or removed: the account's owner, and for a shared mailbox or a machine its named owners.

import type { Audit, AuditOwner } from '../../audit/audit.ts';
import type { Collection } from '../../store/store.ts';
import { type Account, isGone } from '../account.ts';
import { auditOwnerOf } from '../audit-owner.ts';
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
  const { by = 'admin', from } = event.actor;
  const owner = await withNamedOwners(accounts, account);
  await audit.record({ type: event.type, owner, by, ...(from && { from }), facts: { name: event.name } });
}

/** Mail to a shared mailbox is read by whoever has its app password: its owners hear of it at their own addresses. */
async function withNamedOwners(accounts: Collection<Account>, account: Account): Promise<AuditOwner> {
  const owner = auditOwnerOf(account);
  const found = await Promise.all((account.owners ?? []).map((id) => accounts.find(id)));
  const named = found.filter((person) => person !== undefined && !isGone(person)) as readonly Account[];
  const addresses = [owner, ...named.map(auditOwnerOf)].flatMap((person) => person.addresses);
  return { ...owner, addresses: [...new Set(addresses)] };
}
