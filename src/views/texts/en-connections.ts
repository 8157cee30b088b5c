// English: what can read a person's mail, and passwords for mail programs.

import { type Html, html, type Renderable } from '../html.ts';

export const connections = {
  title: 'What can read your mail',
  lead: 'Programs that were connected, and app passwords. Each can be ended alone.',
  empty:
    'Nothing is connected to your own mail now. A mail program that opens a sign-in page is connected from there. For any other, make an app password.',
  make: 'Make an app password',
  appsTitle: 'Apps that you signed in to',
  appsLead: 'They may know your name and your address. They cannot read your mail.',
  ownedTitle: (mailbox: string): string => `Mailbox ${mailbox}`,
  ownedEmpty: 'There is no app password for this mailbox yet.',
  makeFor: (mailbox: string): string => `Make an app password for ${mailbox}`,

  kinds: {
    program: 'Program',
    web: 'Web app',
    'app-password': 'App password',
    lease: 'Password with a code',
  },
  /** Of a `password$code`, which has no name but its mail service. */
  leaseName: (service: string): string => `Program at ${service}`,
  used: (when: Renderable, from: Renderable): Html => html`used ${when}${from}`,
  usedFrom: (address: string): Html => html`, from <span class="whole">${address}</span>`,
  notUsed: 'not used yet',
  /** Where several have one name. `how`: as below, or nothing. */
  since: (when: Renderable, how: Renderable): Html => html`since ${when}${how}`,
  allowedIn: (browser: string): string => `allowed in ${browser}`,
  byCode: 'allowed by a code',
  byAdmin: 'made by an administrator',
  unverified: 'unverified',
  fixed: 'fixed key',
  expired: 'expired',
  ended: 'ended',

  facts: {
    kind: 'What it is',
    since: 'Since',
    from: 'From',
    allowed: 'Allowed',
    allowedIn: (browser: string, address: Renderable): Html => html`in ${browser}, from ${address}`,
    allowedFrom: (address: Renderable): Html => html`from ${address}`,
    allowedByCode: (where: Renderable): Html => html`by the code that it showed, ${where}`,
    lastUsed: 'Last used',
    never: 'Not yet',
    where: 'Where',
    at: (service: string, protocol: string): string => `at ${service}, by ${protocol}`,
    until: 'Until',
    removed: 'You end it',
    may: 'It may',
    everything: 'everything that mail programs do',
    noMail: 'know your name and your address, and not read your mail',
    services: 'Mail servers',
    networks: 'Only from',
    madeBy: 'Made by',
    administrator: 'an administrator',
    deletedAccount: 'somebody whose account was deleted',
    endedWithMaker: 'It ended with the access of whoever made it',
  },
  about: {
    unverified:
      'This program made itself known here, and nobody has checked who wrote it. Keep it only if you connected it yourself.',
    fixed:
      'This program cannot renew its key, so the key stays the same for up to half a year. Whoever copies it can read your mail as long as you do not disconnect it.',
    password: 'It was connected without a code.',
    lease:
      'Somebody typed your password with a code behind it. The same text works from that address until then.',
  },
  endsAtOnce: 'Whatever you end here is refused at once, and open connections are closed.',
  endsLater: (who: Renderable): Html =>
    html`Whatever you end here is refused at once. A connection that is open at that moment may last until the program closes it, often for hours. To have it cut, ask ${who}.`,
  appEnds:
    'An app that you disconnect here learns nothing more about you. It may keep you signed in until you sign out there.',
  end: {
    program: 'Disconnect it',
    web: 'Disconnect it',
    'app-password': 'Take it away',
    lease: 'End it',
  },
  back: 'Back to the list',

  before: {
    title: 'These stop working when you go on',
    lead: 'They were connected with your password alone.',
    byPassword: (service: string): string => `A program with your password, at ${service}`,
    instead: 'Make an app password instead',
    insteadFor: (name: string): string => `Make an app password instead, for ${name}`,
    keep: 'Your app passwords',
    keepHint: 'They go on working. Untick those that should stop.',
  },
};

export const appPassword = {
  title: 'Make an app password',
  titleFor: (mailbox: string): string => `Make an app password for ${mailbox}`,
  lead: 'A password of its own for one mail program, so that it never needs yours. It opens nothing but mail.',
  leadFor: 'A password for one program or machine. It opens nothing but this mailbox.',
  name: 'Name',
  nameHint: 'By which you know it later, such as “Tablet”.',
  protocolsLegend: 'What may the program do?',
  protocols: {
    imap: 'Read and sort mail (IMAP)',
    smtp: 'Send mail (SMTP)',
    pop3: 'Fetch mail (POP3)',
    sieve: 'Change mail filters (Sieve)',
    dav: 'See and change calendars and contacts (DAV)',
  },
  noProtocol: 'Tick at least one thing that the program may do.',
  servicesLegend: 'Where?',
  noService: 'Tick at least one mail server.',
  more: 'More limits',
  expiresLegend: 'For how long?',
  forever: 'Until I take it away',
  networks: 'Only from these networks',
  optional: 'optional',
  networksHint: 'Addresses with commas between, such as 192.0.2.7 or 192.0.2.0/24.',
  networksMalformed:
    'That is no list of addresses. Write them like 192.0.2.7 or 192.0.2.0/24, with commas between.',
  tooMany: 'There are as many app passwords as there can be. Take one away that is not needed any more.',
  make: 'Make the app password',
  recovered: {
    title: 'First add a new authenticator app',
    text: 'You signed in with a recovery code. An app password can be made behind a code from an authenticator app: add a new one first.',
  },

  made: {
    title: (name: string): string => `App password “${name}”`,
    lead: 'Type it where the program asks for your password. This page shows it for ten minutes at most, and nothing shows it again. Spaces, hyphens and capitals do not matter.',
    settings: 'What else the program asks for',
    user: 'User name',
    password: 'Password',
    thisOne: 'the app password above',
    imap: 'Server for reading (IMAP)',
    pop3: 'Server for fetching (POP3)',
    smtp: 'Server for sending (SMTP)',
    sieve: 'Server for filters (Sieve)',
    server: (host: Renderable, port: number, tls: string): Html => html`${host}, port ${port}, ${tls}`,
    tls: { 'at-once': 'SSL/TLS', starttls: 'STARTTLS' },
    apple: 'Is this the iPhone, iPad or Mac?',
    appleHint:
      'Then load a profile instead of typing: it sets up Mail with this app password. Allow it in the settings of the device afterwards. It is given out once.',
    appleLead: 'Load the profile: it sets up Mail on this device with the app password.',
    appleNext: 'Then allow it in the settings of the device. It is given out once.',
    orType: 'Or type it in yourself',
    load: 'Load the profile',
    keepApple: 'I am done here',
    keep: 'I have entered it',
  },
};
