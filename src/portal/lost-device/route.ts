// "I lost a device": one button that ends everything, for anybody with a session.

import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from 'koa';
import { hasSecondFactor } from '../../accounts/account.ts';
import { mostSecondsAhead } from '../../accounts/alive.ts';
import { AppError } from '../../base/app-error.ts';
import type { GuardParts } from '../guard.ts';
import type { PortalPage, PortalVisit } from '../page.ts';
import { accessEndedView, lostDeviceView } from './view.ts';

export function createLostDevicePage(parts: GuardParts): PortalPage {
  return {
    path: '/account/lost-device',
    needs: () => 'session',
    show: async ({ frame, account }) => {
      const { accounts, clock } = parts;
      const madeFor = await accounts.listMadeFor(account.id);
      const state = {
        now: clock.now(),
        factors: (await accounts.factors.list(account.id)) ?? [],
        madeFor: madeFor.map(({ username }) => username),
      };
      return { page: lostDeviceView(frame, state) };
    },
    decide: async (visit) => {
      const { account, ctx, frame } = visit;
      await endAccess(parts, visit);
      // Dead already by that one write; now they are not listed any more either, and open connections are closed.
      await parts.connections.followEnd(account);
      await parts.sessions.end(ctx);
      return {
        goTo: '/account/lost-device/done',
        done: hasSecondFactor(account) ? 'access-ended' : 'access-ended-plain',
        language: frame.texts.language,
      };
    },
  };
}

/** Right behind a burst of changes it waits for the clock, as a sign-in would and for no longer: whoever lost a device need not try again. */
async function endAccess(
  { accounts, clock, originOf }: GuardParts,
  { account, ctx }: PortalVisit,
): Promise<void> {
  const until = clock.now() + mostSecondsAhead * 1000;
  for (;;) {
    try {
      await accounts.endAccess(account.id, { by: 'owner', from: originOf(ctx) });
      return;
    } catch (error) {
      const isTooMany = error instanceof AppError && error.code === 'too-many-changes';
      const waitMs = isTooMany ? (error.retryAfterSeconds ?? 1) * 1000 : Number.POSITIVE_INFINITY;
      if (clock.now() + waitMs > until) {
        throw error;
      }
      await wait(waitMs);
    }
  }
}

/** For whoever has just done it: nobody is signed in here any more. */
export function createAccessEndedPage(parts: GuardParts): PortalPage {
  return {
    path: '/account/lost-device/done',
    open: async (ctx: Context) => {
      const { word, language } = parts.doneNotes.take(ctx) ?? {};
      if (word !== 'access-ended' && word !== 'access-ended-plain') {
        return { goTo: '/account' };
      }
      const frame = parts.frame(ctx, language === undefined ? {} : { account: language });
      return { page: accessEndedView(frame, { hasSecondStep: word === 'access-ended' }) };
    },
    needs: () => 'session',
    show: () => ({ goTo: '/account' }),
  };
}
