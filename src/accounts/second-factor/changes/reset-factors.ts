// All factors and recovery codes are taken away at once; with a ticket, nobody but its holder binds the next one.

import type { Audit } from '../../../audit/audit.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Settings } from '../../../config/settings.ts';
import type { Collection } from '../../../store/store.ts';
import { update } from '../../../store/update.ts';
import { type Account, isGone, listFactors } from '../../account.ts';
import { nextStamp, withTrustEnded } from '../../alive.ts';
import { auditOwnerOf } from '../../audit-owner.ts';
import type { BrowserRegister } from '../../browsers/known-browsers.ts';
import { findNextSignIn, type NextSignInParts } from '../../enrolment/next-sign-in.ts';
import { makeTicket } from '../../enrolment/ticket.ts';
import type { Actor } from '../../origin.ts';
import { type FactorThing, nameThing } from '../factor-thing.ts';

export interface ResetParts extends NextSignInParts {
  readonly accounts: Collection<Account>;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly browsers: Pick<BrowserRegister, 'forgetProofs'>;
  readonly settings: NextSignInParts['settings'] & Pick<Settings, 'ticketLife'>;
}

export interface ResetOptions {
  /** The next first factor needs the ticket that is answered; otherwise none is left. Only people get one. */
  readonly withTicket?: boolean;
}

export type ResetOutcome =
  /** `ticket` is answered this once. */
  { readonly outcome: 'reset'; readonly ticket?: string } | { readonly outcome: 'not-found' };

type MadeTicket = ReturnType<typeof makeTicket>;

interface Reset {
  readonly account: Account;
  /** What there was to take away. */
  readonly thing: FactorThing | undefined;
  readonly ticket: string | undefined;
}

/** Ends sessions and trusted browsers. Where there was nothing to take away the owner is not told. */
export async function resetFactors(
  parts: ResetParts,
  accountId: string,
  { by = 'admin', from }: Actor = {},
  options: ResetOptions = {},
): Promise<ResetOutcome> {
  const { accounts, audit, clock } = parts;
  const made = prepareTicket(parts, options);
  const outcome = await update<Account, 'not-found' | Reset>(accounts, accountId, (current) => {
    if (isGone(current)) {
      return { result: 'not-found' };
    }
    const now = clock.now();
    const { account, ticket } = withoutFactors(current, made, now);
    const next = { ...account, sessionsSince: nextStamp(current, now) };
    return { next, result: { account: next, thing: thingOf(current), ticket } };
  });
  if (typeof outcome === 'string') {
    return { outcome: 'not-found' };
  }
  const { account, thing, ticket } = outcome;
  // What a crash leaves known here is asked for a code of the next factor like before, and no more.
  await parts.browsers.forgetProofs(accountId);
  if (thing !== undefined) {
    const facts = { thing, next: await findNextSignIn(parts, account) };
    const owner = auditOwnerOf(account);
    await audit.record({ type: 'factor-removed', owner, by, ...(from && { from }), facts });
  }
  return { outcome: 'reset', ...(ticket === undefined ? {} : { ticket }) };
}

/** Made before the write, which may be tried several times. */
export function prepareTicket(
  { clock, settings }: Pick<ResetParts, 'clock' | 'settings'>,
  { withTicket = false }: ResetOptions,
): MadeTicket | undefined {
  return withTicket ? makeTicket(clock.now(), settings.ticketLife) : undefined;
}

/** Nothing but the password and the app passwords, and the ticket with which its owner begins anew. */
export function withoutFactors(
  account: Account,
  made: MadeTicket | undefined,
  now: number,
): { readonly account: Account; readonly ticket: string | undefined } {
  const kept = account.secrets.filter(({ kind }) => kind === 'password' || kind === 'app-password');
  const given = account.kind === 'person' ? made : undefined;
  const secrets = given === undefined ? kept : [...kept, given.secret];
  return { account: { ...withTrustEnded(account, now), secrets }, ticket: given?.ticket };
}

/** Undefined: neither factors nor recovery codes. */
function thingOf(account: Account): FactorThing | undefined {
  const hadSome = account.secrets.some(({ kind }) => kind === 'otpauth' || kind === 'recovery-code');
  return hadSome ? nameThing(listFactors(account)) : undefined;
}
