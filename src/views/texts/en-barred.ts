// English: a sign-in that ends behind a right password.

import { type Html, html, type Renderable } from '../html.ts';

export const barred = {
  back: (client: string): string => `Back to ${client}`,
  denied: {
    title: (client: string): string => `You cannot sign in to ${client}`,
    text: 'Your name and password are right, but your account may not be used here, or not from where you are now.',
    help: (who: Renderable): Html => html`If you need it, ask ${who}.`,
  },
  enrolFirst: {
    title: 'A second step has to be set up first',
    text: (client: Renderable): Html =>
      html`To sign in to ${client} you need a second step besides your password: a code from an authenticator app on your phone. Your account has none yet.`,
    help: (who: Renderable): Html => html`Ask ${who} to set it up with you, then sign in again.`,
  },
};
