// "I lost a device": one button that ends everything, for anybody with a session.

import type { Context } from 'koa';
import { hasSecondFactor } from '../../accounts/account.ts';
import type { GuardParts } from '../guard.ts';
import type { PortalPage } from '../page.ts';
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
    decide: async ({ account, ctx, frame }) => {
      await parts.accounts.endAccess(account.id, { by: 'owner', from: parts.originOf(ctx) });
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
