// English: a sign-in that ends behind a right password.

import { type Html, html, type Renderable } from '../html.ts';

export const barred = {
  back: (client: string): string => `Back to ${client}`,
  denied: {
    title: (client: string): string => `You cannot sign in to ${client}`,
    text: 'Your name and password are right, but your account may not be used here, or not from where you are now.',
    help: (who: Renderable): Html => html`If you need it, ask ${who}.`,
  },
  enrol: {
    title: 'Add your authenticator app',
    lead: 'From now on your password is not enough here: a code from an app on your phone goes with it. It takes a minute.',
  },
};
