// How a first factor begins to be set up in a sign-in, and how that is put off where it may be.

import type { Account } from '../src/accounts/account.ts';
import { mailLogin } from '../src/accounts/names.ts';
import { shortAddress } from '../src/views/parts/short-address.ts';
import { draftPending } from './pending-factor.ts';
import type { Leave, Proven } from './progress.ts';
import { originOf } from './second-factor.ts';
import type { StepParts, Visit } from './step.ts';

export type EnrolmentParts = Pick<StepParts, 'accounts' | 'clock' | 'sealer' | 'settings'>;

/** The secret at once, or what stands before it: who knows only the password must not bind a device of his own. */
export async function beginEnrolment(
  parts: EnrolmentParts,
  visit: Visit,
  account: Account,
): Promise<Pick<Proven, 'leave' | 'pendingFactor'>> {
  switch (parts.accounts.enrolment.requirementOf(account)) {
    case 'nothing':
      return { pendingFactor: draftFor(parts, visit, account) };
    case 'ticket':
      return { leave: { by: 'ticket' } };
    case 'mail':
      return { leave: (await mailCode(parts, visit, account, { unlessMailed: true })).leave };
  }
}

/** The same where only a page is opened: a mail goes out when its button is pressed. */
export function beginEnrolmentQuietly(
  parts: EnrolmentParts,
  place: Pick<Visit, 'interaction'>,
  account: Account,
): Pick<Proven, 'leave' | 'pendingFactor'> {
  const { enrolment } = parts.accounts;
  switch (enrolment.requirementOf(account)) {
    case 'nothing':
      return { pendingFactor: draftFor(parts, place, account) };
    case 'ticket':
      return { leave: { by: 'ticket' } };
    case 'mail':
      return { leave: { by: 'mail', address: shortAddress(enrolment.outsideAddressOf(account) ?? '') } };
  }
}

/** `retryAfterSeconds`: too many were mailed, and none now. */
export async function mailCode(
  { accounts: { enrolment } }: Pick<EnrolmentParts, 'accounts'>,
  visit: Visit,
  account: Account,
  options: { readonly unlessMailed?: boolean } = {},
): Promise<{ readonly leave: Leave; readonly retryAfterSeconds?: number }> {
  const from = { ...originOf(visit), language: visit.frame.texts.language };
  const sent = await enrolment.sendCode(account.id, from, options);
  switch (sent.outcome) {
    case 'sent':
      return { leave: { by: 'mail', address: shortAddress(sent.address), codeId: sent.codeId } };
    case 'throttled': {
      const address = shortAddress(enrolment.outsideAddressOf(account) ?? '');
      return { leave: { by: 'mail', address }, retryAfterSeconds: sent.retryAfterSeconds };
    }
    default:
      // The address went away in between: only an administrator can help now.
      return { leave: { by: 'ticket' } };
  }
}

export function draftFor(parts: EnrolmentParts, place: Pick<Visit, 'interaction'>, account: Account): string {
  return draftPending(parts, place, mailLogin(account, parts.settings));
}

/** Whether this sign-in may end without a second step. */
export function canPutOff({ barred }: Proven): boolean {
  return barred === undefined;
}

/** The same sign-in without the set-up. */
export function withoutEnrolment(proven: Proven): Proven {
  const { enrolBy: _, leave: __, shown: ___, pendingFactor: ____, ...others } = proven;
  return others;
}
