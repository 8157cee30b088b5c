// An account as the audit knows its owner: who it is, which language they read, and where notices go.

import type { AuditOwner } from '../audit/audit.ts';
import type { Account } from './account.ts';

/** Notices go where only the owner reads them, to the recovery address; without one to every verified address. */
export function auditOwnerOf({ id, username, locale, emails, recoveryEmail }: Account): AuditOwner {
  const verified = (recoveryEmail === undefined ? emails : [recoveryEmail]).filter((email) => email.verified);
  const addresses = verified.map(({ address }) => address);
  return { id, username, ...(locale === undefined ? {} : { locale }), addresses };
}
