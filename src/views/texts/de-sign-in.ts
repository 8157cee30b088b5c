// German: the second step, and the pages around one that is not there yet or not at hand.

import { html } from '../html.ts';
import { sayDate, sayLife } from './dates.ts';
import { sayWait } from './durations.ts';
import type { Texts } from './texts.ts';

const language = 'de';

export const code: Texts['code'] = {
  title: {
    app: 'Geben Sie den Code aus Ihrer Authenticator-App ein',
    token: 'Geben Sie den Code von Ihrem Token ein',
    either: 'Geben Sie den Code aus Ihrer Authenticator-App oder von Ihrem Token ein',
  },
  stepUp: 'Sie sind mit Ihrem Passwort angemeldet. Was jetzt kommt, braucht auch einen Code.',
  code: 'Code',
  malformed: 'Ein Code hat sechs bis acht Ziffern. Geben Sie den ein, der Ihnen jetzt gezeigt wird.',
  wrong: 'Dieser Code ging nicht. Warten Sie auf den nächsten und versuchen Sie es noch einmal.',
  usedBefore: 'Dieser Code wurde schon benutzt. Warten Sie auf den nächsten und geben Sie den ein.',
  useRecoveryCode: 'Einen Ersatzcode benutzen',
  lost: 'Ich habe mein Gerät verloren',
};

export const recoveryCode: Texts['recoveryCode'] = {
  title: 'Geben Sie einen Ihrer Ersatzcodes ein',
  code: 'Ersatzcode',
  hint: 'Großschreibung, Leerzeichen und Bindestriche sind egal.',
  malformed:
    'Ein Ersatzcode hat fünf Gruppen aus vier Buchstaben und Ziffern. Geben Sie einen so ein, wie er auf Ihrer Liste steht.',
  wrong: 'Dieser Ersatzcode ging nicht. Prüfen Sie ihn, oder nehmen Sie einen anderen von Ihrer Liste.',
  useApp: 'Einen Code von Ihrem Gerät eingeben',
  connectsNothing: {
    title: 'Ein Ersatzcode verbindet kein Programm',
    text: (client) =>
      html`Um ${client} zu verbinden, brauchen Sie einen Code aus Ihrer Authenticator-App oder von Ihrem Token. Ein Ersatzcode öffnet nur Webseiten.`,
  },
  none: 'Ich habe keine Ersatzcodes',
};

export const steps: Texts['steps'] = {
  trust: (seconds) => `In diesem Browser ${sayLife(language, seconds)} lang nicht nach einem Code fragen`,
  trustHint: 'Nur auf einem Gerät, das niemand anderes benutzt.',
  later: 'Später',

  offer: {
    title: (date) => `Richten Sie bis zum ${sayDate(language, date)} Ihren zweiten Schritt ein`,
    lead: 'Von diesem Tag an genügt das Passwort allein hier nicht mehr: Ein Code aus einer App auf Ihrem Telefon gehört dazu. Es dauert eine Minute.',
    now: 'Jetzt einrichten',
    begun: 'Von jetzt an gehört zu Ihrem Passwort ein Code aus einer App auf Ihrem Telefon.',
  },

  enrolmentExpired: {
    title: 'Das hat zu lange gedauert',
    text: 'Der gezeigte Schlüssel gilt nicht mehr. Ist er schon in Ihrer App, entfernen Sie ihn dort und fügen Sie den neuen hinzu.',
    again: 'Neuen Schlüssel zeigen',
  },

  mailedCode: {
    title: 'Geben Sie den Code aus unserer Mail ein',
    lead: (address) =>
      html`Bevor Sie eine Authenticator-App hinzufügen, stellen wir sicher, dass Sie es sind. Acht Ziffern sind unterwegs an ${address}. Sie gelten 10 Minuten.`,
    unsentTitle: 'Lassen Sie sich einen Code mailen',
    unsentLead: (address) =>
      html`Bevor Sie eine Authenticator-App hinzufügen, stellen wir sicher, dass Sie es sind: Wir mailen einen Code an ${address}.`,
    code: 'Code aus der Mail',
    send: 'Code mailen',
    sendAgain: 'Einen anderen Code mailen',
    another: 'Ein anderer Code ist unterwegs. Die vorigen gelten nicht mehr.',
    malformed: 'Der Code in der Mail hat acht Ziffern. Geben Sie alle ein.',
    wrong:
      'Dieser Code ging nicht. Vergleichen Sie ihn mit der neuesten Mail und versuchen Sie es noch einmal.',
    usedUp: 'Dieser Code gilt nicht mehr. Lassen Sie sich einen anderen mailen.',
    tooManySent: (seconds) =>
      `Es wurden schon mehrere Codes gemailt. Warten Sie ${sayWait(language, seconds)} auf einen anderen.`,
    none: 'Es kommt keine Mail an',
    noneHelp: (who) =>
      html`Sehen Sie bei der unerwünschten Mail nach. Ist sie dort nicht, oder gehört Ihnen die Adresse nicht mehr, hilft man Ihnen hier: ${who}.`,
  },

  ticket: {
    title: 'Geben Sie Ihr Ticket ein',
    lead: (who) =>
      html`Bevor Sie eine Authenticator-App hinzufügen, stellen wir sicher, dass Sie es sind. Dafür brauchen Sie ein Ticket. Sie bekommen es hier: ${who}.`,
    ticket: 'Ticket',
    wrong: 'Dieses Ticket ging nicht. Prüfen Sie es, oder lassen Sie sich ein neues geben.',
    none: 'Ich habe kein Ticket',
    noneHelp: (who) => html`Eines bekommen Sie hier: ${who}.`,
  },

  lostDevice: {
    title: 'Melden Sie sich ohne Ihr Gerät an',
    withCode: 'Mit einem Ersatzcode',
    withCodeText:
      'Zehn davon haben Sie bekommen, als Ihr zweiter Schritt eingerichtet wurde. Einer lässt Sie herein, und dann können Sie eine neue Authenticator-App hinzufügen.',
    useCode: 'Einen Ersatzcode benutzen',
    withCodeElsewhere: (client, account) =>
      html`Zehn davon haben Sie bekommen, als Ihr zweiter Schritt eingerichtet wurde. Öffnen Sie ${account}, melden Sie sich mit einem davon an und fügen Sie dort eine neue Authenticator-App hinzu. Danach verbinden Sie ${client}: Das braucht einen Code daraus.`,
    without: 'Ohne Ersatzcode',
    withoutText: (who) =>
      html`Hier stellt man sicher, dass Sie es sind, und lässt Sie ein neues Gerät einrichten: ${who}.`,
    found: 'Wenn jemand das Gerät jetzt haben könnte',
    foundText: (account) =>
      html`Vielleicht ist es noch bei Ihrer Mail angemeldet. Sobald Sie angemeldet sind, öffnen Sie ${account} und melden Sie es als verloren: Das beendet alles, was es öffnen kann.`,
  },

  replace: {
    title: 'Fügen Sie eine neue Authenticator-App hinzu',
    lead: 'Sie ersetzt die verlorene. Entfernen Sie die verlorene danach in Ihrem Konto.',
  },

  recovered: {
    title: (left) => {
      if (left === 0) {
        return 'Das war Ihr letzter Ersatzcode';
      }
      return left === 1 ? 'Sie haben noch 1 Ersatzcode' : `Sie haben noch ${left} Ersatzcodes`;
    },
    text: 'Der benutzte gilt kein zweites Mal.',
    few: (left) =>
      `${left === 0 ? 'Ohne Ihr Gerät kommen Sie jetzt nicht mehr herein' : 'Bald kommen Sie ohne Ihr Gerät nicht mehr herein'}. Machen Sie einen neuen Satz und heben Sie ihn sicher auf.`,
    renew: 'Neue Ersatzcodes machen',
    renewHint: 'Die Codes des alten Satzes gelten dann nicht mehr.',
    replace: 'Jetzt eine neue Authenticator-App hinzufügen',
    replaceHint:
      'Wenn Ihr Gerät verloren ist: Von da an lassen die Codes der neuen Authenticator-App Sie herein.',
  },
};
