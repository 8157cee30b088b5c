// Trusted browsers: one forgotten, or all of them. Ending something needs only a session.

import type { PortalPage, PortalParts } from '../page.ts';
import { forgetAction, trustedBrowsersView } from './view.ts';

export function createTrustedBrowsersPage({ accounts, clock }: PortalParts): PortalPage {
  const { trustedBrowsers } = accounts;
  return {
    path: '/account/trusted-browsers',
    needs: () => 'session',
    show: ({ account, frame }) => ({
      page: trustedBrowsersView(frame, { now: clock.now(), browsers: trustedBrowsers.list(account) }),
    }),
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
