// Trusted browsers: one forgotten, or all of them. Ending something needs only a session.

import { createCookie } from '../../http/cookie.ts';
import type { PortalPage, PortalParts } from '../page.ts';
import { forgetAction, noTrustView, trustedBrowsersView } from './view.ts';

export function createTrustedBrowsersPage({ accounts, clock, settings }: PortalParts): PortalPage {
  const { trustedBrowsers } = accounts;
  const cookie = createCookie('trusted', settings);
  return {
    path: '/account/trusted-browsers',
    needs: () => 'session',
    show: ({ account, ctx, frame }) => {
      const browsers = trustedBrowsers.list(account, cookie.read(ctx));
      return {
        page: frame.hasSecondStep
          ? trustedBrowsersView(frame, { now: clock.now(), browsers })
          : noTrustView(frame),
      };
    },
    decide: async ({ account }, form) => {
      const goTo = '/account/trusted-browsers';
      const action = form.get('action');
      if (action === 'forget-all') {
        await trustedBrowsers.end(account.id, 'all');
        return { goTo, done: 'browsers-forgotten' };
      }
      const browser = trustedBrowsers.list(account).find(({ id }) => forgetAction(id) === action);
      if (browser === undefined) {
        return { goTo };
      }
      await trustedBrowsers.end(account.id, browser.id);
      return { goTo, done: 'browser-forgotten' };
    },
  };
}
