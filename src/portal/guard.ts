// The guard of the account pages: account, rules and the browser's session are read at each request, and judged anew.

import type { Context } from 'koa';
import { type Account, hasSecondFactor } from '../accounts/account.ts';
import { isSessionAlive } from '../accounts/alive.ts';
import { type Clock, epochSeconds } from '../base/clock.ts';
import { portalClientId } from '../oidc/portal-client/portal-client.ts';
import { isRecoveryOver } from '../oidc/proof/factor.ts';
import { isEnough } from '../oidc/proof/proof.ts';
import { type DoneNotes, lineOf } from './done.ts';
import type { PortalParts, PortalVisit } from './page.ts';
import type { Pending } from './pending.ts';
import { isBound, type PortalSession } from './session.ts';

export interface GuardParts extends PortalParts {
  readonly doneNotes: DoneNotes;
  readonly pending: Pending;
}

/** Undefined: nobody is signed in here, or not by as much as is required now. */
export async function openVisit(parts: GuardParts, ctx: Context): Promise<PortalVisit | undefined> {
  const session = await parts.sessions.find(ctx);
  const account = session && (await parts.accounts.findById(session.accountId));
  if (session === undefined || account === undefined || !isStanding(account, session, parts.clock)) {
    return undefined;
  }
  const requirement = await parts.accessRules.judge({
    account,
    client: { id: portalClientId },
    address: () => ctx.ip,
  });
  // As at every other client: whoever has a second factor is asked for it, except in a trusted browser.
  if (!isEnough(parts, account, { requirement, proof: session }) || !(await isHere(parts, ctx, session))) {
    return undefined;
  }
  if ((await parts.sessions.touch(session)) && isBound(session)) {
    await parts.ownSignIn.keepOpen(ctx, session);
  }
  const done = parts.doneNotes.take(ctx)?.word;
  const locale = account.locale === undefined ? {} : { account: account.locale };
  const frame = {
    ...parts.frame(ctx, locale),
    username: account.username,
    hasSecondStep: hasSecondFactor(account),
    ...lineOf(done),
  };
  return { ctx, account, session, requirement, frame, done };
}

/** The browser's session is there; or there was none left after a change, and nobody else has signed in here since. */
async function isHere({ ownSignIn }: GuardParts, ctx: Context, session: PortalSession): Promise<boolean> {
  if (isBound(session)) {
    return ownSignIn.isOpen(session);
  }
  const accountId = await ownSignIn.findAccountId(ctx);
  return accountId === undefined || accountId === session.accountId;
}

function isStanding(account: Account, session: PortalSession, clock: Clock): boolean {
  const { amr, provenAt: authTime } = session;
  const isOver = isRecoveryOver({ amr, authTime }, epochSeconds(clock));
  return !isOver && isSessionAlive(account, session.authTime, session.factor);
}
