// German: the sentences of `en.ts`, in the polite form.

import { type Html, html, type Renderable } from '../html.ts';
import { barred } from './de-barred.ts';
import { device } from './de-device.ts';
import { mail } from './de-mail.ts';
import { mailPrograms } from './de-mail-programs.ts';
import { portal } from './de-portal.ts';
import { setup } from './de-setup.ts';
import { code, recoveryCode, steps } from './de-sign-in.ts';
import { sayDays, sayWait } from './durations.ts';
import type { Texts } from './texts.ts';

const language = 'de';

const errors: Texts['errors'] = {
  'bad-request': {
    title: 'Das kam nicht richtig an',
    text: 'Die Adresse oder das Formular war unvollständig oder wurde unterwegs verändert. Gehen Sie zurück und beginnen Sie von vorn.',
  },
  forbidden: {
    title: 'Dieses Formular gilt nicht mehr',
    text: 'Es wurde in einem anderen Fenster oder vor einer Weile geöffnet. Gehen Sie zurück, laden Sie die Seite neu und senden Sie es noch einmal. Ihr Browser muss von dieser Seite Cookies annehmen.',
  },
  'not-found': {
    title: 'Hier ist nichts',
    text: 'Die Adresse ist falsch oder alt. Wenn Sie sie getippt haben, prüfen Sie sie; wenn Sie einem Link gefolgt sind, sagen Sie es dem, von dem Sie ihn haben.',
  },
  'method-not-allowed': {
    title: 'So geht das hier nicht',
    text: 'Diese Adresse lässt sich nicht auf diese Weise benutzen. Gehen Sie zurück und beginnen Sie von vorn.',
  },
  'out-of-step': {
    title: 'Diese Anmeldung ging anderswo weiter',
    text: 'Sie wurde in einem anderen Fenster beendet oder neu begonnen. Schließen Sie dieses Fenster, oder beginnen Sie dort von vorn, woher Sie kamen.',
  },
  'too-large': {
    title: 'Das war zu viel',
    text: 'Was gesendet wurde, ist größer, als diese Seite annimmt. Kürzen Sie es und versuchen Sie es noch einmal.',
  },
  'unsupported-media-type': {
    title: 'Das kam nicht richtig an',
    text: 'Was gesendet wurde, kann diese Seite nicht lesen. Gehen Sie zurück und beginnen Sie von vorn.',
  },
  misdirected: {
    title: 'Falsche Adresse',
    text: 'Unter dem Namen in Ihrer Adresszeile ist dieser Server nicht bekannt. Benutzen Sie die Adresse, die man Ihnen gegeben hat.',
  },
  'sign-in-expired': {
    title: 'Diese Anmeldung ist zu Ende',
    text: 'Sie hat zu lange gedauert, wurde schon beendet, oder Ihr Konto wurde in der Zwischenzeit geändert. Gehen Sie zurück und beginnen Sie von vorn.',
  },
  'too-many-changes': {
    title: 'Zu viele Änderungen auf einmal',
    text: 'An Ihrem Konto wurde in kurzer Zeit viel geändert, darum wird nun eine Weile nichts mehr geändert. Wenn Sie das nicht waren, wählen Sie auf Ihrer Kontoseite „Ich habe ein Gerät verloren“.',
  },
  'too-busy': {
    title: 'Im Moment zu viel los',
    text: 'Gerade melden sich viele Menschen an. Warten Sie ein wenig und laden Sie diese Seite neu. Es ging nichts verloren.',
  },
  'store-unavailable': {
    title: 'Im Moment nicht erreichbar',
    text: 'Ein Teil dieses Servers antwortet nicht. Warten Sie eine Minute und laden Sie diese Seite neu.',
  },
  bug: {
    title: 'Hier ging etwas schief',
    text: 'Der Fehler liegt bei uns, nicht bei Ihnen. Versuchen Sie es in einer Minute noch einmal.',
  },
};

export const de: Texts = {
  language,
  direction: 'ltr',

  failed: (title) => `Fehler: ${title}`,
  continue: 'Weiter',
  cancel: 'Abbrechen',
  show: 'Anzeigen',
  hide: 'Verbergen',
  yourAdministrator: 'Ihre Administration',
  waitThenAgain: (seconds) =>
    `Warten Sie ${sayWait(language, seconds)} und versuchen Sie es dann noch einmal.`,
  tooManyTries: (seconds) =>
    `Zu viele Versuche. Warten Sie ${sayWait(language, seconds)} und versuchen Sie es dann noch einmal.`,

  signIn: {
    toContinueTo: (client: Renderable): Html => html`weiter zu ${client}`,
    signingInAs: 'Anmeldung als',
    notYou: 'Nicht Sie?',
  },

  password: {
    title: 'Anmelden',
    name: 'Name oder E-Mail-Adresse',
    password: 'Passwort',
    empty: 'Geben Sie Ihren Namen und Ihr Passwort ein.',
    forSecondStep:
      'Ihr Konto braucht jetzt einen zweiten Schritt. Geben Sie Ihr Passwort ein, um ihn einzurichten.',
    again: 'Bevor sich etwas an Ihrer Anmeldung ändert, stellen wir sicher, dass Sie es sind.',
    ended:
      'Sie wurden abgemeldet, weil sich etwas an Ihrer Anmeldung geändert hat. Melden Sie sich neu an, um fortzufahren.',
    wrong:
      'Dieser Name und dieses Passwort gehören nicht zusammen. Prüfen Sie beide und versuchen Sie es noch einmal.',
    forgot: 'Passwort vergessen?',
    forgotHelp: (who) => html`Ein neues bekommen Sie hier: ${who}.`,
  },

  code,
  recoveryCode,

  newPassword: {
    title: 'Wählen Sie ein neues Passwort',
    lead: 'Das bisherige hat Ihnen jemand gegeben. Von nun an sollten nur Sie es kennen.',
    password: 'Neues Passwort',
    same: 'Das ist das Passwort, das Sie bekommen haben. Wählen Sie ein anderes.',
  },

  barred,

  device,

  steps,

  mail,

  mailPrograms,

  portal,

  consent: {
    title: (client) => `Darf ${client} Ihr Konto benutzen?`,
    itWill: 'Das wird möglich',
    scopes: {
      openid: 'Wissen, dass Sie es sind',
      profile: 'Ihren Namen sehen',
      email: 'Ihre E-Mail-Adresse sehen',
      mail: 'Ihre Mail lesen und senden',
      imap: 'Ihre Mail lesen und ordnen',
      pop3: 'Ihre Mail abholen',
      smtp: 'Mail in Ihrem Namen senden',
      sieve: 'Ihre Mailfilter ändern',
      offline_access: 'Verbunden bleiben, auch wenn Sie nicht da sind',
    },
    unknownScope: (scope) =>
      html`Etwas, wofür diese Seite keine Worte hat: ${scope}. Wenn Sie es nicht kennen, erlauben Sie es nicht.`,
    howLong: 'Wie lange',
    days: (days) => `Höchstens ${sayDays(language, days)}`,
    untilSignOut: 'Bis Sie sich abmelden',
    answerTo: 'Die Antwort geht an',
    thisDevice: 'ein Programm auf diesem Gerät',
    toEnd: 'Beenden',
    toEndHelp: 'in Ihrem Konto hier, unter „Programme“',
    unverified: (client) =>
      html`Jedes Programm kann sich ${client} nennen. Erlauben Sie dies nur, wenn Sie es gerade selbst gestartet haben.`,
    selfRegistered: (client) =>
      html`${client} hat sich hier selbst bekannt gemacht, und niemand hat geprüft, von wem es stammt. Jedes Programm kann sich so nennen. Erlauben Sie dies nur, wenn Sie es gerade selbst gestartet haben.`,
    allow: 'Erlauben',
    deny: 'Nicht erlauben',
  },

  enrolment: {
    scan: 'Scannen Sie dieses Bild mit Ihrer Authenticator-App',
    qr: 'QR-Code für Ihre Authenticator-App',
    openApp: 'Die App auf diesem Gerät öffnen',
    orType: 'Oder tippen Sie diesen Schlüssel in die App',
    account: 'Konto',
    key: 'Schlüssel',
    settings: 'Dieser Schlüssel braucht in der App diese Einstellungen:',
    algorithm: 'Algorithmus',
    digits: 'Ziffern',
    period: 'Neuer Code alle',
    seconds: (seconds) => sayWait(language, seconds),
    ignoring:
      'Manche Apps, darunter Google Authenticator und Microsoft Authenticator, beachten diese Einstellungen nicht und zeigen Codes, die nicht gehen. Aegis, FreeOTP und Bitwarden beachten sie.',
    appIgnores:
      'Ihre App beachtet die Einstellungen nicht, die dieser Schlüssel braucht, deshalb werden ihre Codes nicht gehen. Nehmen Sie eine andere App, etwa Aegis, FreeOTP oder Bitwarden.',
    code: 'Code aus der App',
  },

  recoveryCodes: {
    lead: 'Ohne Ihr Gerät kommen Sie mit einem dieser Codes hinein. Jeder gilt einmal. Sie werden nur jetzt gezeigt: Drucken Sie sie, oder heben Sie sie sicher auf, getrennt von diesem Gerät.',
    heading: (brand, user) =>
      user === undefined ? `${brand}: Ersatzcodes` : `${brand}: Ersatzcodes von ${user}`,
    fileName: 'ersatzcodes.txt',
    copy: 'Kopieren',
    copied: 'Kopiert',
    save: 'Als Datei sichern',
    print: 'Drucken',
  },

  setup,

  passing: {
    title: 'Einen Augenblick',
    lead: 'Es geht von selbst weiter. Wenn nichts geschieht, drücken Sie den Knopf.',
  },

  signOut: {
    title: 'Abmelden?',
    lead: (brand) => html`Sie werden in diesem Browser bei ${brand} abgemeldet.`,
    mailStays: 'Mailprogramme, die Sie verbunden haben, bleiben verbunden.',
    signOut: 'Abmelden',
    stay: 'Angemeldet bleiben',
    doneTitle: 'Sie sind abgemeldet',
    again: 'Neu anmelden',
    doneText:
      'Sie können dieses Fenster schließen. An einem Rechner, den auch andere benutzen, schließen Sie den Browser.',
  },

  errors,
  errorNumber: 'Geschieht es wieder, nennen Sie diese Nummer',
};
