// German: what can read a person's mail, and passwords for mail programs.

import { html } from '../html.ts';
import type { Texts } from './texts.ts';

export const connections: Texts['portal']['connections'] = {
  title: 'Was Ihre Mail lesen kann',
  lead: 'Programme, die verbunden wurden, und App-Passwörter. Jedes lässt sich einzeln beenden.',
  empty:
    'Mit Ihrer eigenen Mail ist jetzt nichts verbunden. Ein Mailprogramm, das eine Anmeldeseite öffnet, wird von dort aus verbunden. Für jedes andere machen Sie ein App-Passwort.',
  make: 'Ein App-Passwort machen',
  appsTitle: 'Apps, in denen Sie angemeldet sind',
  appsLead: 'Diese Apps kennen vielleicht Ihren Namen und Ihre Adresse. Ihre Mail können sie nicht lesen.',
  ownedTitle: (mailbox) => `Postfach ${mailbox}`,
  ownedEmpty: 'Für dieses Postfach gibt es noch kein App-Passwort.',
  makeFor: (mailbox) => `Ein App-Passwort für ${mailbox} machen`,

  kinds: {
    program: 'Programm',
    web: 'Web-App',
    'app-password': 'App-Passwort',
    lease: 'Passwort mit Code',
  },
  leaseName: (service) => `Programm bei ${service}`,
  used: (when, from) => html`benutzt: ${when}${from}`,
  usedFrom: (address) => html`, von <span class="whole">${address}</span>`,
  notUsed: 'noch nicht benutzt',
  since: (when, how) => html`seit: ${when}${how}`,
  allowedIn: (browser) => `erlaubt in ${browser}`,
  byCode: 'erlaubt mit einem Code',
  byAdmin: 'von der Administration gemacht',
  unverified: 'ungeprüft',
  fixed: 'fester Schlüssel',
  expired: 'abgelaufen',
  ended: 'beendet',

  facts: {
    kind: 'Was es ist',
    since: 'Seit',
    from: 'Von',
    allowed: 'Erlaubt',
    allowedIn: (browser, address) => html`in ${browser}, von ${address}`,
    allowedFrom: (address) => html`von ${address}`,
    allowedByCode: (where) => html`mit dem Code, den es zeigte, ${where}`,
    lastUsed: 'Zuletzt benutzt',
    never: 'Noch nie',
    where: 'Wo',
    at: (service, protocol) => `bei ${service}, über ${protocol}`,
    until: 'Bis',
    removed: 'Sie es beenden',
    may: 'Es darf',
    everything: 'alles, was Mailprogramme tun',
    noMail: 'Ihren Namen und Ihre Adresse kennen, aber keine Mail lesen',
    services: 'Mailserver',
    networks: 'Nur von',
    madeBy: 'Gemacht von',
    administrator: 'der Administration',
    deletedAccount: 'jemandem, dessen Konto gelöscht wurde',
    endedWithMaker: 'Es endete mit dem Zugang der Person, die es gemacht hat',
  },
  about: {
    unverified:
      'Dieses Programm hat sich hier selbst bekannt gemacht, und niemand hat geprüft, wer es geschrieben hat. Behalten Sie es nur, wenn Sie es selbst verbunden haben.',
    fixed:
      'Dieses Programm kann seinen Schlüssel nicht erneuern, deshalb bleibt er bis zu einem halben Jahr derselbe. Wer ihn kopiert, kann Ihre Mail lesen, solange Sie es nicht trennen.',
    password: 'Es wurde ohne Code verbunden.',
    lease:
      'Jemand hat Ihr Passwort mit einem Code dahinter eingegeben. Derselbe Text gilt von dieser Adresse bis dahin weiter.',
  },
  endsAtOnce: 'Was Sie hier beenden, wird sofort abgewiesen, und offene Verbindungen werden getrennt.',
  endsLater: (who) =>
    html`Was Sie hier beenden, wird sofort abgewiesen. Eine Verbindung, die in diesem Moment offen ist, kann bestehen, bis das Programm sie schließt, oft stundenlang. Soll sie gekappt werden, hilft: ${who}.`,
  appEnds:
    'Eine App, die Sie hier trennen, erfährt nichts mehr über Sie. Vielleicht bleiben Sie dort angemeldet, bis Sie sich dort abmelden.',
  end: {
    program: 'Trennen',
    web: 'Trennen',
    'app-password': 'Wegnehmen',
    lease: 'Beenden',
  },
  back: 'Zurück zur Liste',

  before: {
    title: 'Das geht nicht mehr, wenn Sie weitergehen',
    lead: 'Es wurde nur mit Ihrem Passwort verbunden.',
    byPassword: (service) => `Ein Programm mit Ihrem Passwort, bei ${service}`,
    instead: 'Stattdessen ein App-Passwort machen',
    insteadFor: (name) => `Stattdessen ein App-Passwort machen, für ${name}`,
    keep: 'Ihre App-Passwörter',
    keepHint: 'Sie gelten weiter. Nehmen Sie den Haken weg, wo eines nicht mehr gelten soll.',
  },
};

export const appPassword: Texts['portal']['appPassword'] = {
  title: 'App-Passwort machen',
  titleFor: (mailbox) => `Ein App-Passwort für ${mailbox} machen`,
  lead: 'Ein eigenes Passwort für ein Mailprogramm, damit es Ihres nie braucht. Es öffnet nichts als Mail.',
  leadFor: 'Ein Passwort für ein Programm oder eine Maschine. Es öffnet nichts als dieses Postfach.',
  name: 'Name',
  nameHint: 'Woran Sie es später erkennen, etwa „Tablet“.',
  protocolsLegend: 'Was darf das Programm?',
  protocols: {
    imap: 'Mail lesen und ordnen (IMAP)',
    smtp: 'Mail senden (SMTP)',
    pop3: 'Mail abholen (POP3)',
    sieve: 'Mailfilter ändern (Sieve)',
    dav: 'Kalender und Kontakte sehen und ändern (DAV)',
  },
  noProtocol: 'Wählen Sie mindestens eines aus, das das Programm darf.',
  servicesLegend: 'Wo?',
  noService: 'Wählen Sie mindestens einen Mailserver aus.',
  more: 'Weitere Grenzen',
  expiresLegend: 'Wie lange?',
  forever: 'Bis ich es wegnehme',
  networks: 'Nur aus diesen Netzen',
  optional: 'freiwillig',
  networksHint: 'Adressen mit Kommas dazwischen, etwa 192.0.2.7 oder 192.0.2.0/24.',
  networksMalformed:
    'Das ist keine Liste von Adressen. Schreiben Sie sie wie 192.0.2.7 oder 192.0.2.0/24, mit Kommas dazwischen.',
  tooMany: 'Mehr App-Passwörter können es nicht sein. Nehmen Sie eines weg, das nicht mehr gebraucht wird.',
  make: 'App-Passwort machen',
  recovered: {
    title: 'Fügen Sie erst eine neue Authenticator-App hinzu',
    text: 'Sie haben sich mit einem Ersatzcode angemeldet. Ein App-Passwort lässt sich mit einem Code aus einer Authenticator-App machen: Fügen Sie erst eine neue hinzu.',
  },

  made: {
    title: (name) => `App-Passwort „${name}“`,
    lead: 'Geben Sie es ein, wo das Programm nach Ihrem Passwort fragt. Diese Seite zeigt es höchstens zehn Minuten lang, danach ist es nirgends mehr zu sehen. Leerzeichen, Bindestriche und Großschreibung sind egal.',
    settings: 'Wonach das Programm noch fragt',
    user: 'Benutzername',
    password: 'Passwort',
    thisOne: 'das App-Passwort von oben',
    imap: 'Server zum Lesen (IMAP)',
    pop3: 'Server zum Abholen (POP3)',
    smtp: 'Server zum Senden (SMTP)',
    sieve: 'Server für Filter (Sieve)',
    server: (host, port, tls) => html`${host}, Port ${port}, ${tls}`,
    tls: { 'at-once': 'SSL/TLS', starttls: 'STARTTLS' },
    apple: 'Ist dies das iPhone, iPad oder der Mac?',
    appleHint:
      'Dann laden Sie ein Profil, statt zu tippen: Es richtet Mail mit diesem App-Passwort ein. Erlauben Sie es danach in den Einstellungen des Geräts. Es wird einmal herausgegeben.',
    appleLead: 'Laden Sie das Profil: Es richtet Mail auf diesem Gerät mit dem App-Passwort ein.',
    appleNext: 'Erlauben Sie es danach in den Einstellungen des Geräts. Es wird einmal herausgegeben.',
    orType: 'Oder tippen Sie es ein',
    load: 'Das Profil laden',
    keepApple: 'Hier bin ich fertig',
    keep: 'Ich habe es eingegeben',
  },
};
