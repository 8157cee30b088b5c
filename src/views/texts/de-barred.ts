// German: a sign-in that ends behind a right password.

import { html } from '../html.ts';
import type { Texts } from './texts.ts';

export const barred: Texts['barred'] = {
  back: (client) => `Zurück zu ${client}`,
  denied: {
    title: (client) => `Sie können sich bei ${client} nicht anmelden`,
    text: 'Name und Passwort stimmen, aber Ihr Konto darf hier nicht benutzt werden, oder nicht von dort, wo Sie gerade sind.',
    help: (who) => html`Wenn Sie den Zugang brauchen, hilft man Ihnen hier: ${who}.`,
  },
  enrolFirst: {
    title: 'Zuerst muss ein zweiter Schritt eingerichtet werden',
    text: (client) =>
      html`Für die Anmeldung bei ${client} brauchen Sie außer dem Passwort einen zweiten Schritt: einen Code aus einer Authenticator-App auf Ihrem Telefon. Ihr Konto hat noch keinen.`,
    help: (who) => html`Hier richtet man ihn mit Ihnen ein: ${who}. Melden Sie sich danach noch einmal an.`,
  },
};
