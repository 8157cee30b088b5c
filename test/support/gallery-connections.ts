// What can read the mail, and app passwords, in every state, for the gallery.

import type { Connection } from '../../src/mail-access/connections.ts';
import type { MailServers } from '../../src/mail-access/mail-servers.ts';
import { madeView } from '../../src/portal/app-passwords/made-view.ts';
import { newAppPasswordView, recoveredView } from '../../src/portal/app-passwords/view.ts';
import { connectionView } from '../../src/portal/connections/connection-view.ts';
import { connectionsView } from '../../src/portal/connections/view.ts';
import type { Html } from '../../src/views/html.ts';
import type { PortalFrame } from '../../src/views/layout.ts';

const now = Date.UTC(2026, 10, 25, 14, 5);
const hour = 3_600_000;
const day = 24 * hour;

const program: Connection = {
  kind: 'program',
  id: 'grant1',
  name: 'Thunderbird',
  createdAt: now - 40 * day,
  expiresAt: now + 360 * day,
  lastUsedAt: now - 3 * hour,
  lastAddress: '192.0.2.7',
  factor: 2,
  program: { clientId: 'thunderbird', address: '192.0.2.7', userAgent: 'Thunderbird/140' },
};
const stranger: Connection = {
  ...program,
  id: 'grant2',
  name: 'The Quite Extraordinarily Long-Named Mail & Calendar Suite',
  lastAddress: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  factor: 1,
  isUnverified: true,
  doesNotRotate: true,
};
const webMail: Connection = { ...program, id: 'grant3', name: 'Roundcube', isWeb: true };
const firefox = { address: '192.0.2.7', browser: 'Firefox (Linux)' };
const neomutt: Connection = {
  ...program,
  id: 'grant4',
  name: 'neomutt',
  program: { clientId: 'neomutt', address: '192.0.2.7', userAgent: 'Python', allowed: firefox },
};
const otherNeomutt: Connection = {
  ...neomutt,
  id: 'grant5',
  createdAt: now - 3 * hour,
  lastAddress: '198.51.100.4',
  program: {
    clientId: 'neomutt',
    address: '198.51.100.4',
    userAgent: 'Python',
    allowed: { ...firefox, byCode: true },
  },
};
const wiki: Connection = { ...webMail, id: 'grant6', name: 'Wiki', readsNoMail: true };
const { lastUsedAt: _, lastAddress: __, program: ___, ...unused } = program;
const tablet: Connection = {
  ...unused,
  kind: 'app-password',
  id: 'k7qm3x',
  name: 'Tablet',
  expiresAt: now - day,
  limits: { protocols: ['imap', 'smtp'], services: [], networks: [], setBy: 'owner' },
};
const scanner: Connection = {
  ...tablet,
  id: 'p9fah2',
  name: 'Scanner in the hall',
  expiresAt: now + 80 * day,
  lastUsedAt: now - 26 * hour,
  lastAddress: '192.0.2.9',
  service: 'mx',
  protocol: 'smtp',
  limits: {
    protocols: ['smtp'],
    services: ['mx', 'archive'],
    networks: ['192.0.2.0/24', '2001:db8::/32'],
    setBy: 'admin',
  },
};
const lease: Connection = {
  ...unused,
  kind: 'lease',
  id: 'lease-1',
  name: 'mx',
  createdAt: now - 2 * hour,
  expiresAt: now + 10 * hour,
  lastUsedAt: now - 2 * hour,
  lastAddress: '198.51.100.4',
  service: 'mx',
  protocol: 'imap',
};

const all = [program, webMail, stranger, neomutt, otherNeomutt, lease, tablet, scanner, wiki];
const servers: MailServers = {
  imap: { host: 'mail.example.org', port: 993, tls: 'at-once' },
  smtp: { host: 'submission.department.example.org', port: 587, tls: 'starttls' },
};
const made = {
  name: 'Tablet',
  password: 'ap3k-7qm3-xwdp-9fah-2rev-t6nc-4ybm',
  user: 'alice',
  servers,
  profile: 'elsewhere' as const,
};
const mx = { name: 'mx', label: 'mail.example.test' };
const offered = { protocols: ['imap', 'smtp', 'pop3', 'sieve', 'dav'], services: [mx] };
const chosen = { name: '', protocols: ['imap', 'smtp'], services: ['mx'], days: 0, networks: '' };

export function createConnectionsGallery(
  frame: PortalFrame,
  awkward: PortalFrame,
): readonly (readonly [string, Html])[] {
  const own = { id: 'alice1', username: 'alice', connections: all };
  const nothing = { ...own, connections: [] };
  const owned = [
    { id: 'hall', username: 'scanner-hall', connections: [scanner] },
    { id: 'info', username: awkward.username, connections: [] },
  ];
  const show = (connection: Connection) => connectionView(frame, { now, connection, endsAtOnce: true });
  const several = { ...offered, services: [mx, { name: 'archive', label: 'archive.example.test' }] };
  return [
    ['connections', connectionsView(frame, { now, own, owned: [], endsAtOnce: true })],
    [
      'connections-awkward',
      connectionsView({ ...awkward, done: 'disconnected' }, { now, own, owned, endsAtOnce: false }),
    ],
    ['connections-empty', connectionsView(frame, { now, own: nothing, owned: [], endsAtOnce: true })],
    ['connection-program', show(program)],
    ['connection-web', show(webMail)],
    ['connection-app', show(wiki)],
    ['connection-by-code', show(otherNeomutt)],
    ['connection-lease', show(lease)],
    ['connection-expired', show(tablet)],
    [
      'connection-awkward',
      connectionView(awkward, { now, connection: stranger, endsAtOnce: false, mailbox: awkward.username }),
    ],
    ['connection-app-password', connectionView(frame, { now, connection: scanner, endsAtOnce: false })],
    ['app-password-new', newAppPasswordView(frame, { mark: 'm', offered, chosen })],
    [
      'app-password-new-short',
      newAppPasswordView(awkward, {
        mark: 'm',
        mailbox: awkward.username,
        offered: several,
        chosen: { ...chosen, services: ['mx'], days: 90 },
        error: 'name',
      }),
    ],
    [
      'app-password-new-wrong',
      newAppPasswordView(frame, {
        mark: 'm',
        offered: several,
        chosen: { ...chosen, name: 'Tablet', protocols: [] },
        error: 'no-protocol',
      }),
    ],
    [
      'app-password-networks-wrong',
      newAppPasswordView(frame, {
        mark: 'm',
        offered,
        chosen: { ...chosen, name: 'Tablet', networks: 'at home' },
        error: 'networks',
      }),
    ],
    [
      'app-password-full-throttled',
      newAppPasswordView(frame, {
        mark: 'm',
        offered,
        chosen: { ...chosen, name: 'Tablet' },
        error: 'too-many',
      }),
    ],
    ['app-password-recovered', recoveredView(frame)],
    ['app-password-made', madeView(frame, made)],
    ['app-password-made-apple', madeView(frame, { ...made, profile: 'here' })],
    [
      'app-password-made-awkward',
      madeView(awkward, {
        ...made,
        name: 'x'.repeat(64),
        user: awkward.username,
        servers: {},
        profile: 'none',
      }),
    ],
  ];
}
