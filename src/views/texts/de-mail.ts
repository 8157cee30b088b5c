// German: the mails that tell an owner what happened to the account.

import { sayDays, sayWait } from './durations.ts';
import type { Texts } from './texts.ts';

export const mail: Texts['mail'] = {
  greeting: (user) => `Guten Tag ${user},`,
  when: 'Wann',
  where: 'Von wo',
  by: 'Durch',
  anAdministrator: 'die Administration',
  ifYou: 'Waren Sie das, ist nichts zu tun.',
  ifYouKnow: 'Wissen Sie davon, ist nichts zu tun.',
  ifNot: (action) => `Wenn nicht: ${action}`,
  askForPassword: (who) =>
    `Jemand kennt Ihr Passwort. Ein neues bekommen Sie hier, am besten sofort: ${who}.`,
  askToEnd: (who) =>
    `Vielleicht benutzt jemand anderes Ihr Konto. Lassen Sie sofort alle Zugänge beenden, hier hilft man Ihnen: ${who}.`,
  why: (brand, user) => `${brand} schreibt Ihnen, weil es um die Sicherheit Ihres Kontos ${user} geht.`,

  factorAdded: {
    subject: (brand) => `${brand}: Eine Authenticator-App wurde hinzugefügt`,
    what: (name) =>
      `Zu Ihrem Konto wurde eine Authenticator-App oder ein Token hinzugefügt: „${name}“. Die Codes davon gelten ab jetzt bei jeder Anmeldung.`,
  },
  factorRemoved: {
    subject: (brand) => `${brand}: Ein zweiter Schritt wurde entfernt`,
    what: (name) =>
      `Von Ihrem Konto wurde eine Authenticator-App oder ein Token entfernt: „${name}“. Die Codes davon gelten nicht mehr.`,
    all: 'Alle Authenticator-Apps, Tokens und Ersatzcodes wurden von Ihrem Konto entfernt. Eine Anmeldung fragt jetzt nur noch nach Ihrem Passwort, bis Neues eingerichtet ist.',
  },
  recoveryCodeUsed: {
    subject: (brand) => `${brand}: Ein Ersatzcode wurde benutzt`,
    what: 'Mit einem Ihrer Ersatzcodes hat sich jemand angemeldet. Er gilt kein zweites Mal.',
    left: (left) =>
      left === 1
        ? 'Sie haben noch 1 Ersatzcode.'
        : `Sie haben noch ${left === 0 ? 'keine' : left} Ersatzcodes.`,
  },
  recoveryCodesRenewed: {
    subject: (brand) => `${brand}: Neue Ersatzcodes`,
    what: 'Für Ihr Konto wurden neue Ersatzcodes gemacht. Die alten gelten nicht mehr.',
  },
  wrongCode: {
    subject: (brand) => `${brand}: Ein falscher Code nach Ihrem Passwort`,
    what: 'Jemand hat Ihr richtiges Passwort und danach einen falschen Code eingegeben. Die Anmeldung gelang nicht.',
  },
  newBrowser: {
    subject: (brand) => `${brand}: Anmeldung in einem neuen Browser`,
    what: 'Mit Ihrem Konto hat sich jemand in einem Browser angemeldet, der bisher nicht dafür benutzt wurde.',
  },
  passwordChanged: {
    subject: (brand) => `${brand}: Ihr Passwort wurde geändert`,
    what: 'Das Passwort Ihres Kontos wurde geändert.',
  },
  passwordRetired: {
    subject: (brand) => `${brand}: Ihr Passwort muss ersetzt werden`,
    what: 'Nach vielen falschen Codes hinter Ihrem richtigen Passwort gilt es nur noch in Browsern, die Sie schon benutzt haben.',
  },
  deviceLost: {
    subject: (brand) => `${brand}: Ein verlorenes Gerät wurde ausgesperrt`,
    what: 'Ein Gerät wurde als verloren gemeldet. Alle Anmeldungen und verbundenen Programme Ihres Kontos wurden beendet, die App-Passwörter, zweiten Schritte und Ersatzcodes entfernt.',
  },
  refreshReuse: {
    subject: (brand) => `${brand}: Ein Programm wurde getrennt`,
    what: (program) =>
      `Der Zugang von „${program}“ zu Ihrem Konto wurde beendet, weil ein schon ersetzter Schlüssel noch einmal benutzt wurde.`,
    note: 'Das geschieht, wenn ein Programm aus einer Sicherung wiederhergestellt wird, und auch, wenn jemand seinen Schlüssel kopiert hat. Benutzen Sie das Programm, verbinden Sie es neu.',
  },
  fixedTokenNewNetwork: {
    subject: (brand) => `${brand}: Ein Programm wurde aus einem anderen Netz benutzt`,
    what: (program) =>
      `„${program}“ hat sich Zugang zu Ihrer E-Mail aus einem Netz geholt, aus dem es bisher nicht benutzt wurde.`,
    note: 'Dieses Programm kann seinen Schlüssel nicht austauschen: Wer ihn kopiert, kann Ihre E-Mail lesen, bis der Zugang beendet wird. Auf Reisen und nach einem Wechsel des Anbieters geschieht das auch von selbst.',
  },
  accessEnded: {
    subject: (brand) => `${brand}: Alle Zugänge wurden beendet`,
    what: 'Ein Gerät wurde als verloren gemeldet, und alle Zugänge zu Ihrem Konto wurden beendet: Alle Anmeldungen sind zu Ende, verbundene Programme müssen sich neu anmelden, App-Passwörter gelten nicht mehr. Passwort, Authenticator-Apps und Ersatzcodes bleiben, wie sie waren.',
    note: 'War auf dem verlorenen Gerät eine Authenticator-App, entfernen Sie diese aus Ihrem Konto und fügen Sie eine andere hinzu.',
  },
  appPasswordAdded: {
    subject: (brand) => `${brand}: Ein App-Passwort wurde erstellt`,
    what: (name) =>
      `Für Ihr Konto wurde ein App-Passwort erstellt: „${name}“. Ein E-Mail-Programm meldet sich damit an, ohne zweiten Schritt.`,
  },
  appPasswordRemoved: {
    subject: (brand) => `${brand}: Ein App-Passwort wurde entfernt`,
    what: (name) =>
      `Von Ihrem Konto wurde ein App-Passwort entfernt: „${name}“. Programme, die es benutzen, kommen nicht mehr hinein.`,
  },
  staleProgram: {
    subject: (brand) => `${brand}: Ein E-Mail-Programm braucht ein neues Passwort`,
    what: (place) =>
      `Ein E-Mail-Programm wollte sich allein mit dem Passwort Ihres Kontos anmelden und wurde abgewiesen${place && ` (${place})`}. Das Passwort allein öffnet kein Postfach.`,
    open: 'App-Passwort erstellen',
    note: 'So geht es wieder: Erstellen Sie in Ihrem Konto ein App-Passwort, und tragen Sie es in den Einstellungen des Programms an Stelle des Passworts ein.',
    closing: (who) =>
      `Ist es keines Ihrer Programme, kennt jemand Ihr Passwort. Ändern Sie es sofort in Ihrem Konto, oder lassen Sie sich hier ein neues geben: ${who}.`,
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
      `Der Link gilt einmal und nach ${sayWait('de', minutes * 60)} nicht mehr. Fordern Sie einen anderen an, gilt nur noch jener.`,
    closing: (who) =>
      `Haben Sie das nicht angefordert, öffnen Sie den Link nicht und geben Sie ihn niemandem. Ohne ihn kommt niemand weiter, aber jemand kennt Ihr Passwort. Ändern Sie es sofort in Ihrem Konto, oder lassen Sie sich hier ein neues geben: ${who}.`,
  },
  enrolmentCode: {
    subject: (brand) => `${brand}: Ihr Code für die Anmeldung`,
    what: 'Geben Sie diesen Code dort ein, wo Sie sich gerade anmelden. Danach richten Sie eine Authenticator-App ein, den zweiten Schritt Ihrer Anmeldung.',
    life: (minutes) => `Der Code gilt einmal und nach ${sayWait('de', minutes * 60)} nicht mehr.`,
    closing: (who) =>
      `Melden Sie sich gerade nicht an, geben Sie den Code niemandem. Ohne ihn kommt niemand weiter, aber jemand kennt Ihr Passwort. Ändern Sie es sofort in Ihrem Konto, oder lassen Sie sich hier ein neues geben: ${who}.`,
  },
  policyReminder: {
    subject: (brand, days) => `${brand}: Noch ${sayDays('de', days)}, um den zweiten Schritt einzurichten`,
    what: (date) =>
      `Ab ${date} gehört zu jeder Anmeldung ein zweiter Schritt: ein Code aus einer Authenticator-App. Ihr Konto hat noch keine.`,
    open: 'Authenticator-App einrichten',
    note: 'Sie brauchen ein Telefon oder einen Computer mit einer Authenticator-App und ein paar Minuten Zeit. Wer bis dahin keine hat, wird bei der nächsten Anmeldung durch die Einrichtung geführt.',
    closing: (who) => `Brauchen Sie Hilfe? Hier bekommen Sie sie: ${who}.`,
  },
};
