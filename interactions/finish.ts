// The end of a sign-in: everything is judged once more, and the provider's interaction is finished exactly once.

import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from 'koa';
import type { Account } from '../src/accounts/account.ts';
import { hasSecondFactor } from '../src/accounts/account.ts';
import type { Accounts } from '../src/accounts/accounts.ts';
import { authTimeFor, stampsOf } from '../src/accounts/alive.ts';
import { AppError } from '../src/base/app-error.ts';
import type { Clock } from '../src/base/clock.ts';
import type { Interactions } from '../src/oidc/interaction.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import type { Progress, ProgressStore, Proven } from './progress.ts';
import type { Visit } from './step.ts';

export interface FinishParts {
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly interactions: Interactions;
  readonly progress: ProgressStore;
  readonly knownBrowsers: KnownBrowsers;
}

/** Answers the address the browser goes on to. */
export async function finish(parts: FinishParts, visit: Visit, progress: Progress): Promise<string> {
  const { ctx, interaction } = visit;
  const account = interaction.prompt === 'login' ? await judge(parts, progress.proven) : undefined;
  if (!(await parts.progress.finish(interaction.uid))) {
    return finishedElsewhere(parts, ctx, interaction.uid);
  }
  if (account === undefined || progress.proven === undefined) {
    return parts.interactions.finishConsent(ctx, interaction);
  }
  const { passwordAt, factor, amr } = progress.proven;
  const authTime = authTimeFor(account, passwordAt);
  // Right after an ending of older access it is up to a second ahead: no client is told a time that has not come.
  await wait(Math.max(0, authTime * 1000 - parts.clock.now()));
  const next = await parts.interactions.finishLogin(ctx, { accountId: account.id, factor, amr, authTime });
  await parts.knownBrowsers.remember(ctx, account.id);
  return next;
}

/** The account as it is now: disabled, ended or given a second factor since the password, it does not get in. */
async function judge({ accounts }: FinishParts, proven: Proven | undefined): Promise<Account> {
  const account = proven && (await accounts.findById(proven.accountId));
  if (proven === undefined || account?.status !== 'active' || stampsOf(account) !== proven.stamps) {
    throw new AppError('sign-in-expired', { detail: 'the account was changed during the sign-in' });
  }
  const required = hasSecondFactor(account) ? 2 : 1;
  if (proven.factor < required) {
    throw new AppError('sign-in-expired', { detail: 'a second step was set up during the sign-in' });
  }
  return account;
}

/** A second click on the same button: it leads where the first one did. */
async function finishedElsewhere({ interactions }: FinishParts, ctx: Context, uid: string): Promise<string> {
  const { finishedAt } = await interactions.get(ctx, uid);
  if (finishedAt === undefined) {
    throw new AppError('out-of-step', { detail: 'the sign-in was finished by another request' });
  }
  return finishedAt;
}
