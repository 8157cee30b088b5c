// German: the set-up of the first account.

import { html } from '../html.ts';
import type { Texts } from './texts.ts';

export const setup: Texts['setup'] = {
  step: (step, of) => `Schritt ${step} von ${of}`,
  account: {
    title: 'Das erste Konto anlegen',
    lead: 'Es gehört der obersten Administration und darf hier alles.',
    username: 'Benutzername',
    usernameHint: 'Damit melden Sie sich an. Es darf eine E-Mail-Adresse sein.',
    name: 'Ihr Name',
    optional: 'freiwillig',
    password: 'Passwort',
    usernameMalformed:
      'Nehmen Sie Buchstaben, Ziffern, Punkte, Bindestriche und Unterstriche ohne Leerzeichen, oder eine E-Mail-Adresse.',
    usernameTaken: 'Diesen Namen gibt es schon. Nehmen Sie einen anderen.',
    nameTooLong: 'Dieser Name ist zu lang. Kürzen Sie ihn.',
    passwordTooShort: (least) => `Nehmen Sie ein Passwort mit mindestens ${least} Zeichen.`,
    passwordTooLong: (most) => `Nehmen Sie ein Passwort mit höchstens ${most} Zeichen.`,
    passwordTooCommon: 'Dieses Passwort probieren andere als Erstes. Nehmen Sie ein anderes.',
  },
  factor: {
    title: 'Ihre Authenticator-App hinzufügen',
    lead: 'Von jetzt an melden Sie sich mit Ihrem Passwort und einem Code aus dieser App an.',
  },
  codes: {
    title: 'Ihre Ersatzcodes aufheben',
    done: 'Ich habe sie aufgehoben',
  },
  done: {
    title: 'Postern ist bereit',
    lead: (user) => html`Die oberste Administration ist jetzt ${user}. Der Link gilt nicht mehr.`,
    next: 'Wie es weitergeht',
    nextLead: 'Auf dem Rechner, auf dem Postern läuft, in seinem Ordner:',
    addPeople: 'Menschen hinzufügen',
    addMail: 'Ihren Mailserver verbinden',
    addProgram: 'Mailprogramme hereinlassen',
    addApp: 'Eine Web-App verbinden',
    account: 'Zu Ihrem Konto',
    more: 'Jeder Befehl erklärt sich mit --help.',
  },
  expired: {
    title: 'Dieser Link gilt nicht mehr',
    text: 'Ein Link zum Einrichten gilt einmal und nur kurze Zeit. Einen neuen bekommen Sie auf dem Rechner, auf dem Postern läuft:',
    done: 'Gibt es schon eine oberste Administration, ist hier nichts mehr einzurichten.',
  },
};
