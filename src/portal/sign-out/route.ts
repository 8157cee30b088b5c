// Signing out: of these pages, and of every app that this browser is signed in to by us.

import type { PortalPage, PortalParts } from '../page.ts';
import { signedOutView, signOutView } from './view.ts';

/** For everybody: whoever is not signed in here may still be at an app. */
export function createSignOutPage({ frame, ownSignIn, sessions }: PortalParts): PortalPage {
  return {
    path: '/account/sign-out',
    open: async (ctx) => ({ page: signOutView(frame(ctx)) }),
    openForm: async (ctx) => {
      await sessions.end(ctx);
      await ownSignIn.end(ctx);
      return { page: signedOutView(frame(ctx)) };
    },
    needs: () => 'session',
    show: () => ({ goTo: '/account/sign-out' }),
    decide: async () => ({ goTo: '/account/sign-out' }),
  };
}
