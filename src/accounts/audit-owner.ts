// An account as the audit knows its owner: who it is, which language they read, and where notices go.

import type { AuditOwner } from '../audit/audit.ts';
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

/** Of a mail that was asked for on a page: whoever has chosen no language gets that of the page. */
export function ownerAsking(account: Account, { language }: Pick<Origin, 'language'>): AuditOwner {
  return { ...(language === undefined ? {} : { locale: language }), ...auditOwnerOf(account) };
}
