// Settings that are right alone and wrong together.

import type { SettingKey, Settings } from './settings.ts';
import { isLoopbackHost } from './special-kinds.ts';

type Conflict = (settings: Partial<Settings>) => string | undefined;

/** What is said of the others where one of these was given wrongly would be wrong itself. */
type Pair = readonly [keys: readonly SettingKey[], judge: Conflict];

const conflicts: readonly Conflict[] = [
  ({ issuer, insecureHttp }) =>
    issuer !== undefined && insecureHttp === false && isOpenHttp(issuer)
      ? 'POSTERN_ISSUER must begin with https:// unless its host is loopback (POSTERN_INSECURE_HTTP=yes allows it all the same)'
      : undefined,
  ({ issuer, tlsCert }) =>
    issuer?.startsWith('http:') && tlsCert !== undefined
      ? 'POSTERN_ISSUER must begin with https:// where POSTERN_TLS_CERT is given'
      : undefined,
  ({ sessionIdle, sessionMax }) =>
    isLonger(sessionIdle, sessionMax)
      ? 'POSTERN_SESSION_IDLE must not be longer than POSTERN_SESSION_MAX'
      : undefined,
  ({ refreshIdle, refreshMax }) =>
    isLonger(refreshIdle, refreshMax)
      ? 'POSTERN_REFRESH_IDLE must not be longer than POSTERN_REFRESH_MAX'
      : undefined,
];

/** A value that was given wrongly is absent as well: an absence is judged only where it could be read. */
const absences: readonly Pair[] = [
  [
    ['tlsCert', 'tlsKey'],
    ({ tlsCert, tlsKey }) =>
      (tlsCert === undefined) === (tlsKey === undefined)
        ? undefined
        : 'POSTERN_TLS_CERT and POSTERN_TLS_KEY must be given together',
  ],
  [
    ['smtp', 'mailFrom'],
    ({ smtp, mailFrom }) =>
      (smtp === undefined) === (mailFrom === undefined)
        ? undefined
        : 'POSTERN_SMTP_URL and POSTERN_MAIL_FROM must be given together',
  ],
  [
    ['firstFactor', 'smtp'],
    ({ firstFactor, smtp }) =>
      firstFactor === 'mail' && smtp === undefined
        ? 'POSTERN_FIRST_FACTOR=mail needs POSTERN_SMTP_URL and POSTERN_MAIL_FROM'
        : undefined,
  ],
  [
    ['store', 'masterKeys'],
    ({ store, masterKeys }) =>
      store?.kind === 'mongodb' && masterKeys === undefined
        ? 'POSTERN_MASTER_KEY must be given where POSTERN_STORE is a MongoDB (make one with: openssl rand -base64 32)'
        : undefined,
  ],
];

/** `unread`: what was given and could not be read. */
export function findConflicts(
  settings: Partial<Settings>,
  unread: ReadonlySet<SettingKey>,
): readonly string[] {
  const judged = absences.filter(([keys]) => keys.every((key) => !unread.has(key)));
  return [...conflicts, ...judged.map(([, judge]) => judge)].flatMap((judge) => judge(settings) ?? []);
}

function isOpenHttp(issuer: string): boolean {
  const url = new URL(issuer);
  return url.protocol === 'http:' && !isLoopbackHost(url.hostname);
}

function isLonger(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && one > other;
}
