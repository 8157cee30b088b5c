// Another policy or other addresses for a mail service that is there; its name, its secrets and its age stay.

import type { Sealer } from '../../secrets/sealing.ts';
import type { MailAddresses, MailServiceDocument, MailServicePolicy } from './client-document.ts';
import { requireAddresses, requireKickUrl, requireTlsCa } from './mail-service-addresses.ts';
import { policyOf, readMailServicePolicy } from './mail-service-policy.ts';
import { sealKickUrl } from './mail-service-secrets.ts';

/** What is absent stays. An empty list means all, and null: none from now on. */
export interface MailServiceChanges
  extends Partial<Omit<MailServicePolicy, 'audience'>>,
    Clearable<MailAddresses> {
  readonly audience?: string | null;
  /** Doveadm's HTTP address, with its key as the password part. */
  readonly kickUrl?: string | null;
  readonly tlsCa?: string | null;
}

type Clearable<T> = { readonly [K in keyof T]?: T[K] | null };

/** Throws `ClientInputError`. */
export function changeMailService(
  current: MailServiceDocument,
  changes: MailServiceChanges,
  sealer: Sealer,
): MailServiceDocument {
  const { imap, pop3, smtp, sieve, audience, kickUrl, tlsCa, ...given } = changes;
  const { audience: _, sealedKickUrl, tlsCa: authority, ...rest } = current;
  const { audience: named, ...policy } = policyOf(current);
  const nextAudience = changed(named, audience);
  const nextAuthority = changed(authority, tlsCa);
  const sealed =
    kickUrl == null
      ? changed(sealedKickUrl, kickUrl)
      : sealKickUrl(sealer, current.id, requireKickUrl(kickUrl));
  return {
    ...rest,
    ...readMailServicePolicy({
      ...policy,
      ...given,
      ...(nextAudience === undefined ? {} : { audience: nextAudience }),
    }),
    addresses: requireAddresses({
      imap: changed(current.addresses?.imap, imap),
      pop3: changed(current.addresses?.pop3, pop3),
      smtp: changed(current.addresses?.smtp, smtp),
      sieve: changed(current.addresses?.sieve, sieve),
    }),
    ...(nextAuthority === undefined ? {} : { tlsCa: requireTlsCa(nextAuthority) }),
    ...(sealed === undefined ? {} : { sealedKickUrl: sealed }),
  };
}

function changed(before: string | undefined, given: string | null | undefined): string | undefined {
  return given === undefined ? before : (given ?? undefined);
}
