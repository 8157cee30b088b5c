// German: the mails that tell an owner what happened to the account.

import { mailErrands } from './de-mail-errands.ts';
import type { Texts } from './texts.ts';

const added = (what: string, name: string): string =>
  `Zu Ihrem Konto wurde ${what} hinzugefügt: „${name}“. Die Codes davon gelten ab jetzt bei jeder Anmeldung.`;
const removed = (what: string, name: string): string =>
  `Von Ihrem Konto wurde ${what} entfernt: „${name}“. Die Codes davon gelten nicht mehr.`;
const lastRemoved = (what: string, name: string): string =>
  `${what} Ihres Kontos wurde entfernt: „${name}“. Auch Ihre Ersatzcodes gelten nicht mehr, und Ihre vertrauten Browser sind vergessen.`;
const allRemoved = (what: string): string =>
  `${what} wurden von Ihrem Konto entfernt, und Ihre vertrauten Browser sind vergessen.`;

const postbox = (mailbox: string, isOwner: boolean): string =>
  `Postfach ${mailbox}${isOwner ? ', für das Sie zuständig sind,' : ''}`;

export const mail: Texts['mail'] = {
  ...mailErrands,

  greeting: (who) => `Guten Tag ${who},`,
  when: 'Wann',
  where: 'Von wo',
  by: 'Durch',
  anAdministrator: 'die Administration',
  moment: (day, hour) => `${day}, ${hour} Uhr UTC`,
  ifYou: 'Waren Sie das, ist nichts zu tun.',
  ifYouKnow: 'Wissen Sie davon, ist nichts zu tun.',
  lastOfDay: 'Davon gab es heute viele. Weitere melden wir Ihnen heute (bis Mitternacht UTC) nicht mehr.',
  ifNot: (act) => `Wenn nicht: ${act}`,
  remedies: {
    ask: (who) => `Vielleicht benutzt jemand anderes das Postfach. Wenden Sie sich sofort an: ${who}.`,
    endAccess: {
      act: 'Vielleicht benutzt jemand anderes Ihr Konto. Beenden Sie hier alle Zugänge:',
      otherwise: (who) => `Können Sie sich nicht mehr anmelden, wenden Sie sich sofort an: ${who}.`,
    },
    endProgram: {
      act: 'Vielleicht liest jemand anderes Ihre E-Mail. Beenden Sie hier den Zugang dieses Programms:',
      otherwise: (who) => `Können Sie sich nicht mehr anmelden, wenden Sie sich sofort an: ${who}.`,
    },
    takeAway: {
      act: 'Vielleicht liest jemand anderes die E-Mail dort. Entfernen Sie das App-Passwort hier:',
      otherwise: (who) => `Können Sie sich nicht anmelden, lassen Sie es hier entfernen: ${who}.`,
    },
    changePassword: {
      act: 'Jemand kennt Ihr Passwort. Ändern Sie es hier:',
      otherwise: (who) => `Können Sie sich nicht anmelden, bekommen Sie ein neues hier: ${who}.`,
    },
    removeFactor: {
      act: 'Vielleicht meldet sich jemand anderes damit an. Entfernen Sie hier, was hinzugefügt wurde:',
      afterwards: 'Ändern Sie dann Ihr Passwort. Das meldet alle anderen Browser ab:',
      otherwise: (who) => `Können Sie sich nicht mehr anmelden, wenden Sie sich sofort an: ${who}.`,
    },
    renewCodes: {
      act: 'Vielleicht benutzt jemand anderes Ihr Konto. Ändern Sie hier Ihr Passwort. Das meldet alle anderen Browser ab:',
      afterwards: 'Machen Sie dann neue Ersatzcodes, damit die alten niemandem mehr nützen:',
      otherwise: (who) => `Können Sie sich nicht mehr anmelden, wenden Sie sich sofort an: ${who}.`,
    },
    askedInYourName: {
      act: 'Vielleicht hat jemand in Ihrem Namen darum gebeten. Ändern Sie hier Ihr Passwort:',
      otherwise: (who) => `Melden Sie es dann hier, auch wenn Sie sich nicht anmelden können: ${who}.`,
    },
  },
  why: (brand, user) => `${brand} schreibt Ihnen, weil es um die Sicherheit Ihres Kontos ${user} geht.`,
  whyOwner: (brand, mailbox) =>
    `${brand} schreibt Ihnen, weil Sie für das Postfach ${mailbox} zuständig sind.`,
  whyMailbox: (brand, mailbox) =>
    `${brand} schreibt, weil es um die Sicherheit des Postfachs ${mailbox} geht.`,
  next: {
    password: 'Ab jetzt genügt für eine Anmeldung Ihr Passwort allein.',
    'set-up':
      'Die nächste Anmeldung fragt nach Ihrem Passwort und führt dann durch das Einrichten einer Authenticator-App.',
    'mailed-code':
      'Die nächste Anmeldung fragt nach Ihrem Passwort und nach einem Code, den Sie per E-Mail bekommen. Dann führt sie durch das Einrichten einer Authenticator-App.',
    ticket:
      'Die nächste Anmeldung fragt nach Ihrem Passwort und nach einem Ticket, das Sie von der Administration bekommen. Dann führt sie durch das Einrichten einer Authenticator-App.',
  },

  factorAdded: {
    subject: {
      app: (brand) => `${brand}: Eine Authenticator-App wurde hinzugefügt`,
      token: (brand) => `${brand}: Ein Token wurde hinzugefügt`,
      either: (brand) => `${brand}: Eine Authenticator-App wurde hinzugefügt`,
    },
    what: {
      app: (name) => added('eine Authenticator-App', name),
      token: (name) => added('ein Token', name),
      either: (name) => added('eine Authenticator-App oder ein Token', name),
    },
  },
  factorRemoved: {
    subject: (brand) => `${brand}: Ein zweiter Schritt wurde entfernt`,
    subjectOfLast: (brand) => `${brand}: Ihr zweiter Schritt wurde entfernt`,
    what: {
      app: (name) => removed('eine Authenticator-App', name),
      token: (name) => removed('ein Token', name),
      either: (name) => removed('eine Authenticator-App oder ein Token', name),
    },
    last: {
      app: (name) => lastRemoved('Die letzte Authenticator-App', name),
      token: (name) => lastRemoved('Das letzte Token', name),
      either: (name) => lastRemoved('Die letzte Authenticator-App oder das letzte Token', name),
    },
    all: {
      app: allRemoved('Alle Authenticator-Apps und Ersatzcodes'),
      token: allRemoved('Alle Tokens und Ersatzcodes'),
      either: allRemoved('Alle Authenticator-Apps, Tokens und Ersatzcodes'),
    },
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
    code: {
      subject: (brand) => `${brand}: Ein falscher Code nach Ihrem Passwort`,
      what: 'Jemand hat Ihr richtiges Passwort und danach einen falschen Code eingegeben. Die Anmeldung gelang nicht.',
    },
    recovery: {
      subject: (brand) => `${brand}: Ein falscher Ersatzcode nach Ihrem Passwort`,
      what: 'Jemand hat Ihr richtiges Passwort und danach einen falschen Ersatzcode eingegeben. Die Anmeldung gelang nicht.',
    },
    ticket: {
      subject: (brand) => `${brand}: Ein falsches Ticket nach Ihrem Passwort`,
      what: 'Jemand hat Ihr richtiges Passwort und danach ein falsches Ticket eingegeben. Eine Authenticator-App wurde nicht hinzugefügt.',
    },
  },
  newBrowser: {
    subject: (brand) => `${brand}: Anmeldung in einem neuen Browser`,
    what: 'Mit Ihrem Konto hat sich jemand in einem Browser angemeldet, der bisher nicht dafür benutzt wurde.',
  },
  passwordChanged: {
    subject: (brand) => `${brand}: Ihr Passwort wurde geändert`,
    what: 'Das Passwort Ihres Kontos wurde geändert.',
  },
  emailsChanged: {
    subject: (brand) => `${brand}: Andere E-Mail-Adressen für Ihr Konto`,
    what: 'Die E-Mail-Adressen Ihres Kontos wurden geändert. Nachrichten und Links gehen jetzt an die Adressen, die es nun hat.',
    subjectOf: (brand, mailbox) => `${brand}: Andere E-Mail-Adressen für ${mailbox}`,
    whatOf: (mailbox, isOwner) =>
      `Für das ${postbox(mailbox, isOwner)} wurden andere E-Mail-Adressen eingetragen. Nachrichten gehen auch an die Adressen, die es nun hat.`,
  },
  deviceLost: {
    subject: (brand) => `${brand}: Ein verlorenes Gerät wurde ausgesperrt`,
    what: 'Ein Gerät wurde als verloren gemeldet. Alle Anmeldungen und verbundenen Programme Ihres Kontos wurden beendet, die App-Passwörter, zweiten Schritte und Ersatzcodes entfernt.',
    subjectOf: (brand, mailbox) => `${brand}: Alle App-Passwörter von ${mailbox} wurden entfernt`,
    whatOf: (mailbox, isOwner) =>
      `Ein Gerät wurde als verloren gemeldet, und vom ${postbox(mailbox, isOwner)} wurden alle App-Passwörter entfernt. Kein Programm kommt dort hinein, bevor es ein neues hat.`,
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
    what: (hasSecondStep) =>
      `Ein Gerät wurde als verloren gemeldet, und alle Zugänge zu Ihrem Konto wurden beendet: Alle Anmeldungen sind zu Ende, verbundene Programme müssen sich neu anmelden, App-Passwörter gelten nicht mehr. ${hasSecondStep ? 'Passwort, Authenticator-Apps und Ersatzcodes bleiben, wie sie waren.' : 'Ihr Passwort bleibt, wie es war.'}`,
    ifYou:
      'Waren Sie das, und war auf dem verlorenen Gerät keine Authenticator-App, ist nichts zu tun. War dort eine, entfernen Sie diese aus Ihrem Konto und fügen Sie eine andere hinzu.',
  },
  appPasswordAdded: {
    subject: (brand) => `${brand}: Ein App-Passwort wurde erstellt`,
    what: (name) =>
      `Für Ihr Konto wurde ein App-Passwort erstellt: „${name}“. Ein E-Mail-Programm meldet sich damit an, ohne zweiten Schritt.`,
    subjectOf: (brand, mailbox) => `${brand}: Ein App-Passwort wurde für ${mailbox} erstellt`,
    whatOf: (name, mailbox, isOwner) =>
      `Für das ${postbox(mailbox, isOwner)} wurde ein App-Passwort erstellt: „${name}“. Wer es hat, kommt dort hinein.`,
  },
  appPasswordRemoved: {
    subject: (brand) => `${brand}: Ein App-Passwort wurde entfernt`,
    what: (name) =>
      `Von Ihrem Konto wurde ein App-Passwort entfernt: „${name}“. Programme, die es benutzen, kommen nicht mehr hinein.`,
    subjectOf: (brand, mailbox) => `${brand}: Ein App-Passwort von ${mailbox} wurde entfernt`,
    whatOf: (name, mailbox, isOwner) =>
      `Vom ${postbox(mailbox, isOwner)} wurde ein App-Passwort entfernt: „${name}“. Programme, die es benutzen, kommen nicht mehr hinein.`,
  },
};
