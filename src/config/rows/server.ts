// Settings of the server itself: where it listens, and what it keeps.

import { networks, path, yesOrNo } from '../kinds.ts';
import { row } from '../row.ts';
import { listenAddress, maskStoreTarget, masterKeys, origin, storeTarget } from '../special-kinds.ts';

export const serverRows = {
  issuer: row(origin, {
    name: 'POSTERN_ISSUER',
    default: 'http://localhost:3000',
    meaning:
      'public origin, without a path; `http` only for loopback hosts, unless `POSTERN_INSECURE_HTTP=yes`',
  }),
  listen: row(listenAddress, {
    name: 'POSTERN_LISTEN',
    default: '127.0.0.1:3000',
    meaning: '`ADDRESS:PORT` or `unix:/path`',
  }),
  insecureHttp: row(yesOrNo, {
    name: 'POSTERN_INSECURE_HTTP',
    default: 'no',
    meaning:
      '`yes` allows an `http` issuer that is not on this machine: everyone on the way can read passwords',
  }),
  tlsCert: row(path, {
    name: 'POSTERN_TLS_CERT',
    meaning: 'PEM file with the certificate chain: Postern serves HTTPS itself; a changed file is picked up',
  }),
  tlsKey: row(path, { name: 'POSTERN_TLS_KEY', meaning: 'PEM file with the key of that certificate' }),
  trustedProxies: row(networks, {
    name: 'POSTERN_TRUSTED_PROXIES',
    default: '',
    meaning: 'addresses or networks, separated by commas or spaces, whose forwarded headers count',
  }),
  dataDir: row(path, {
    name: 'POSTERN_DATA_DIR',
    default: './data',
    meaning: 'holds `postern.db` and `master.key`',
  }),
  store: row(storeTarget, {
    name: 'POSTERN_STORE',
    default: 'sqlite:<data dir>/postern.db',
    secret: true,
    mask: maskStoreTarget,
    meaning: '`sqlite:PATH`, `sqlite::memory:` or `mongodb://…` (standalone, replica set or sharded)',
  }),
  masterKeys: row(masterKeys, {
    name: 'POSTERN_MASTER_KEY',
    withoutIt: 'file `<data dir>/master.key`, made on first start',
    secret: true,
    meaning:
      '32 bytes in base64 that seal secrets at rest; several separated by a space = rotation, the first one seals; must be given with MongoDB',
  }),
} as const;
