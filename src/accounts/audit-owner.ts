// An account as the audit knows its owner: who it is, which language they read, and where notices go.

import type { AuditOwner } from '../audit/audit.ts';
import type { Collection } from '../store/store.ts';
import type { Account } from './account.ts';
import type { Origin } from './origin.ts';

/** Notices go where only the owner reads them, to the recovery address; without one to every verified address. */
export function auditOwnerOf({
  id,
  kind,
  username,
  name,
  locale,
  emails,
  recoveryEmail,
}: Account): AuditOwner {
  const verified = (recoveryEmail === undefined ? emails : [recoveryEmail]).filter((email) => email.verified);
  const addresses = verified.map(({ address }) => address);
  return {
    id,
    username,
    ...(kind === 'person' ? {} : { hasNoSignIn: true as const }),
    ...(name === undefined ? {} : { name }),
    ...(locale === undefined ? {} : { locale }),
    addresses,
  };
}

/**
 * The owners of a shared mailbox or a machine, as far as they have access. Mail to a shared mailbox is read by whoever has its
 * app password: they hear at their own addresses.
 */
export async function findNamedOwners(
  accounts: Pick<Collection<Account>, 'find'>,
  { owners = [] }: Account,
): Promise<readonly AuditOwner[]> {
  const found = await Promise.all(owners.map((id) => accounts.find(id)));
  const named = found.filter((person) => person?.status === 'active') as readonly Account[];
  return named.map(auditOwnerOf);
}

/** Of a mail that was asked for on a page: whoever has chosen no language gets that of the page. */
export function ownerAsking(account: Account, { language }: Pick<Origin, 'language'>): AuditOwner {
  return { ...(language === undefined ? {} : { locale: language }), ...auditOwnerOf(account) };
}
