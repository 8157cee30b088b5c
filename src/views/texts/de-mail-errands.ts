// German: the mails that an owner asked for, or that leave something to do.

import { sayDays, sayWait } from './durations.ts';
import type { mailErrands as english } from './en-mail-errands.ts';

export const mailErrands: typeof english = {
  passwordRetired: {
    subject: (brand) => `${brand}: Ihr Passwort muss ersetzt werden`,
    what: 'Nach vielen falschen Codes hinter Ihrem richtigen Passwort gilt es nur noch in Browsern, in denen Sie schon einmal einen richtigen Code eingegeben haben.',
    closing:
      'Wenn Sie nicht alle selbst eingegeben haben, kennt jemand Ihr Passwort. Ändern Sie es auf jeden Fall, in einem solchen Browser:',
  },
  staleProgram: {
    subject: (brand) => `${brand}: Ein E-Mail-Programm braucht ein neues Passwort`,
    what: (place) =>
      `Ein E-Mail-Programm wollte sich allein mit dem Passwort Ihres Kontos anmelden und wurde abgewiesen${place && ` (${place})`}. Das Passwort allein öffnet kein Postfach.`,
    open: 'App-Passwort erstellen',
    note: 'So geht es wieder: Erstellen Sie in Ihrem Konto ein App-Passwort, und tragen Sie es in den Einstellungen des Programms an Stelle des Passworts ein.',
    closing: 'Ist es keines Ihrer Programme, kennt jemand Ihr Passwort. Ändern Sie es hier:',
  },
  ticketIssued: {
    subject: (brand) => `${brand}: Ein Ticket für Ihre erste Authenticator-App`,
    what: 'Die Administration hat ein Ticket erstellt, mit dem die erste Authenticator-App Ihres Kontos eingerichtet wird. Sie bekommen es dort und nicht per E-Mail. Es gilt einmal und nur mit Ihrem Passwort.',
  },
  enrolmentLink: {
    subject: (brand) => `${brand}: Authenticator-App einrichten`,
    what: 'Mit diesem Link richten Sie eine Authenticator-App ein, den zweiten Schritt Ihrer Anmeldung. Zuerst wird Ihr Passwort verlangt.',
    open: 'Authenticator-App einrichten',
    life: (minutes) =>
      `Der Link gilt einmal und nach ${sayWait('de', minutes * 60)} nicht mehr. Gibt es mehrere, beendet der erste, der benutzt wird, die anderen.`,
    closing:
      'Haben Sie das nicht angefordert, hat sich jemand mit Ihrem Passwort angemeldet. Öffnen Sie den Link nicht, und geben Sie ihn niemandem. Ändern Sie jetzt Ihr Passwort; das meldet alle anderen ab:',
  },
  enrolmentCode: {
    subject: (brand) => `${brand}: Ihr Code für die Anmeldung`,
    what: 'Geben Sie diesen Code dort ein, wo Sie sich gerade anmelden. Danach richten Sie eine Authenticator-App ein, den zweiten Schritt Ihrer Anmeldung.',
    life: (minutes) => `Der Code gilt einmal und nach ${sayWait('de', minutes * 60)} nicht mehr.`,
    closing:
      'Melden Sie sich gerade nicht an, geben Sie den Code niemandem. Ohne ihn fügt niemand Ihrem Konto eine Authenticator-App hinzu, aber jemand kennt Ihr Passwort. Ändern Sie es hier:',
  },
  policyReminder: {
    subject: (brand, days) => `${brand}: Noch ${sayDays('de', days)}, um den zweiten Schritt einzurichten`,
    what: (date) =>
      `Ab dem ${date} gehört zu jeder Anmeldung ein zweiter Schritt: ein Code aus einer Authenticator-App. Ihr Konto hat noch keine.`,
    open: 'Authenticator-App einrichten',
    note: 'Sie brauchen ein Telefon oder einen Computer mit einer Authenticator-App und ein paar Minuten Zeit. Wer bis dahin keine hat, wird bei der nächsten Anmeldung durch die Einrichtung geführt.',
    closing: (who) => `Brauchen Sie Hilfe, wenden Sie sich an: ${who}.`,
  },
};
