// Somebody lost a phone or a token: whatever it could open is shut in one write. The password stays.

import { update } from '../../store/update.ts';
import { type Account, isGone, withoutAppPasswords } from '../account.ts';
import { nextStamp } from '../alive.ts';
import { auditOwnerOf, findNamedOwners } from '../audit-owner.ts';
import { findNextSignIn } from '../enrolment/next-sign-in.ts';
import type { Actor } from '../origin.ts';
import {
  prepareTicket,
  type ResetOptions,
  type ResetParts,
  withoutFactors,
} from '../second-factor/changes/reset-factors.ts';
import type { WaysIn } from './ways-in.ts';

interface LoseDeviceParts extends ResetParts {
  readonly waysIn: WaysIn;
}

export type LoseDeviceOutcome =
  /** `ticket` is answered this once. */
  { readonly outcome: 'ended'; readonly ticket?: string } | { readonly outcome: 'not-found' };

type Shut = ReturnType<typeof withoutFactors>;

/** Ends sessions, grants and tokens, app passwords, all second factors and recovery codes; no browser is known or trusted any more. */
export async function loseDevice(
  parts: LoseDeviceParts,
  accountId: string,
  { by = 'admin', from }: Actor = {},
  options: ResetOptions = {},
): Promise<LoseDeviceOutcome> {
  const { accounts, audit, clock, waysIn } = parts;
  const made = prepareTicket(parts, options);
  const outcome = await update<Account, 'not-found' | Shut>(accounts, accountId, (current) => {
    if (isGone(current)) {
      return { result: 'not-found' };
    }
    const now = clock.now();
    const { account, ticket } = withoutFactors(current, made, now);
    const next = {
      ...withoutAppPasswords(account),
      signedInSince: nextStamp(current, now),
    };
    return { next, result: { account: next, ticket } };
  });
  if (typeof outcome === 'string') {
    return { outcome: 'not-found' };
  }
  const { account, ticket } = outcome;
  await waysIn.forgetAll(accountId);
  const facts = { next: await findNextSignIn(parts, account) };
  const owner = auditOwnerOf(account);
  const namedOwners = await findNamedOwners(accounts, account);
  await audit.record({ type: 'device-lost', owner, namedOwners, by, ...(from && { from }), facts });
  return { outcome: 'ended', ...(ticket === undefined ? {} : { ticket }) };
}
