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
  enrol: {
    title: 'Fügen Sie Ihre Authenticator-App hinzu',
    lead: 'Das Passwort allein genügt hier nicht mehr: Ein Code aus einer App auf Ihrem Telefon gehört dazu. Es dauert eine Minute.',
  },
};
