// The end of a sign-in: everything is judged once more, and the provider's interaction is finished exactly once.

import { setTimeout as wait } from 'node:timers/promises';
import type { Account } from '../src/accounts/account.ts';
import type { Accounts } from '../src/accounts/accounts.ts';
import { authTimeFor, mostSecondsAhead, stampsOf } from '../src/accounts/alive.ts';
import type { AccessRules } from '../src/accounts/rules/access-rules.ts';
import { AppError } from '../src/base/app-error.ts';
import type { Clock } from '../src/base/clock.ts';
import type { Log } from '../src/base/log.ts';
import type { Interactions } from '../src/oidc/interaction.ts';
import { isTrusted as isTrustedBrowser } from '../src/oidc/proof/factor.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import type { Progress, ProgressStore, Proven } from './progress.ts';
import { findRequirement } from './requirement.ts';
import type { Visit } from './step.ts';
import type { Trust } from './trust.ts';

export interface FinishParts {
  readonly accounts: Accounts;
  readonly accessRules: AccessRules;
  readonly clock: Clock;
  readonly interactions: Interactions;
  readonly progress: ProgressStore;
  readonly knownBrowsers: KnownBrowsers;
  readonly trust: Trust;
  readonly log: Log;
}

/** Answers the address the browser goes on to. */
export async function finish(parts: FinishParts, visit: Visit, progress: Progress): Promise<string> {
  const { ctx, interaction } = visit;
  const account = interaction.prompt === 'login' ? await judge(parts, visit, progress.proven) : undefined;
  const authTime = account && progress.proven && requireNearTime(parts, account, progress.proven);
  const isFirst = await parts.progress.finish(interaction.uid);
  if (!isFirst) {
    const { finishedAt } = await parts.interactions.get(ctx, interaction.uid);
    if (finishedAt !== undefined) {
      // A second click on the same button: it leads where the first one did.
      return finishedAt;
    }
    // Whoever was to finish it did not come to it: the same result is written again, and resumed once.
  }
  if (account === undefined || progress.proven === undefined || authTime === undefined) {
    return parts.interactions.finishConsent(ctx, interaction);
  }
  const { factor, amr } = progress.proven;
  // Right after an ending of older access it is a little ahead: no client is told a time that has not come.
  await wait(Math.max(0, authTime * 1000 - parts.clock.now()));
  const next = await parts.interactions.finishLogin(ctx, { accountId: account.id, factor, amr, authTime });
  parts.log.info('signed in', {
    accountId: account.id,
    clientId: interaction.client.id,
    factor,
    address: ctx.ip,
  });
  await remember(parts, visit, { proven: progress.proven, isFirst });
  return next;
}

/** The `auth_time` of this sign-in. Where it is far ahead of the clock the sign-in stays as it is, and ends at a later try. */
function requireNearTime({ clock }: FinishParts, account: Account, { passwordAt, amr }: Proven): number {
  // A browser that is trusted at this moment is so from now on, whichever others had their trust ended since the password.
  const trustedSince = isTrustedBrowser(amr) ? (account.trustSince ?? 0) : 0;
  const authTime = Math.max(authTimeFor(account, passwordAt), trustedSince);
  const waitSeconds = Math.ceil(authTime - clock.now() / 1000);
  if (waitSeconds > mostSecondsAhead) {
    const detail = 'the stamps of the account are ahead of the clock';
    throw new AppError('too-many-changes', { detail, retryAfterSeconds: waitSeconds });
  }
  return authTime;
}

/** Comforts of the next sign-in: what goes wrong with them does not undo this one. One sign-in trusts a browser once. */
async function remember(
  { knownBrowsers, trust, log }: FinishParts,
  { ctx }: Visit,
  { proven, isFirst }: { readonly proven: Proven; readonly isFirst: boolean },
): Promise<void> {
  const { accountId, factor, stamps } = proven;
  try {
    await knownBrowsers.remember(ctx, accountId, factor);
    if (isFirst && proven.remember === true) {
      await trust.remember(ctx, accountId, stamps);
    }
  } catch (error) {
    log.warn('a browser was not remembered', { reason: String(error) });
  }
}

/** The account and the rules as they are now: ended, forbidden or asked for more since the password, it does not get in. */
async function judge(
  { accounts, accessRules, trust }: FinishParts,
  visit: Visit,
  proven: Proven | undefined,
): Promise<Account> {
  const account = proven && (await accounts.findById(proven.accountId));
  if (proven === undefined || account?.status !== 'active' || stampsOf(account) !== proven.stamps) {
    throw new AppError('sign-in-expired', { detail: 'the account was changed during the sign-in' });
  }
  const { requiredFactor, barred, mayTrust } = await findRequirement(accessRules, visit, account);
  const isTrusted = mayTrust && isTrustedBrowser(proven.amr) && trust.isTrusted(visit.ctx, account);
  if (barred !== undefined || (proven.factor < requiredFactor && !isTrusted)) {
    throw new AppError('sign-in-expired', { detail: 'more is required than when the sign-in began' });
  }
  return account;
}
