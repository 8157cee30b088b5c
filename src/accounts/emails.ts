// The e-mail addresses of an account, and where its notices go: replaced by an administrator, told to the old and to the new ones.

import type { Audit } from '../audit/audit.ts';
import type { Clock } from '../base/clock.ts';
import type { Collection } from '../store/store.ts';
import { update } from '../store/update.ts';
import { type Account, type Email, isGone } from './account.ts';
import { auditOwnerOf, findNamedOwners } from './audit-owner.ts';
import { namesWith, type WriteNamesOptions, writeNames } from './held-names.ts';
import { type GivenEmails, type ReadEmails, readEmails } from './names.ts';
import type { Actor } from './origin.ts';

export interface SetEmailsParts {
  readonly accounts: Collection<Account>;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** What is not given stays as it is; what is given takes the place of all that was, in the order they count. */
export type EmailChanges = GivenEmails;

export interface SetEmailsOptions extends Actor, WriteNamesOptions {}

interface Changed {
  readonly before: Account;
  readonly after: Account;
}

/**
 * Links and codes that were mailed to an address end with it; what is gone of `emails` goes to no other account for 180 days.
 * `taken`: as at `add`, but for what is handed over. Throws `AccountInputError`, which names the field.
 */
export async function setEmails(
  { accounts, audit, clock }: SetEmailsParts,
  accountId: string,
  given: EmailChanges,
  { by = 'admin', from, ...options }: SetEmailsOptions = {},
): Promise<'set' | 'not-found' | 'taken'> {
  const read = readEmails(given);
  const write = () =>
    update<Account, Changed | 'same' | 'not-found'>(accounts, accountId, (before) => {
      if (isGone(before)) {
        return { result: 'not-found' };
      }
      const after = withEmails(before, read, clock.now());
      return isSame(before, after) ? { result: 'same' } : { next: after, result: { before, after } };
    });
  const wanted = { id: accountId, names: addressesOf(read.emails), ...options };
  const outcome = await writeNames({ accounts, clock }, wanted, write);
  if (typeof outcome === 'string') {
    return outcome === 'same' ? 'set' : outcome;
  }
  const { before, after } = outcome;
  const owner = auditOwnerOf(after);
  const addresses = [...new Set([...auditOwnerOf(before).addresses, ...owner.addresses])];
  await audit.record({
    type: 'emails-changed',
    owner: { ...owner, addresses },
    namedOwners: await findNamedOwners(accounts, after),
    by,
    ...(from && { from }),
  });
  return 'set';
}

function withEmails(account: Account, { emails, recoveryEmail }: ReadEmails, now: number): Account {
  const { recoveryEmail: before, ...rest } = account;
  const after = recoveryEmail === undefined ? before : recoveryEmail;
  return {
    ...rest,
    ...(after ? { recoveryEmail: after } : {}),
    ...(emails && { ...namesWith(account, addressesOf(emails), now), emails }),
  };
}

function addressesOf(emails: readonly Email[] = []): readonly string[] {
  return emails.map(({ address }) => address);
}

function isSame(one: Account, other: Account): boolean {
  const told = ({ emails, recoveryEmail }: Account): string => JSON.stringify([emails, recoveryEmail]);
  return told(one) === told(other);
}
