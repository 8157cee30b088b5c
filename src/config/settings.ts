// THE table of settings: name, kind, default, secret or not, and one line of meaning. Everything else follows from it.

import { logLevels } from '../base/log.ts';
import {
  domains,
  duration,
  type Kind,
  line,
  networks,
  oneOf,
  path,
  severalOf,
  wholeNumber,
  yesOrNo,
} from './kinds.ts';
import { mailSender, maskSmtpGateway, smtpGateway } from './mail-kinds.ts';
import { type Row, row } from './row.ts';
import {
  brandName,
  color,
  listenAddress,
  maskStoreTarget,
  masterKeys,
  origin,
  passwordCost,
  storeTarget,
} from './special-kinds.ts';

const tokenLife = duration({ least: '1s', most: '24h' });
const refreshLife = duration({ least: '1s', most: '3650d' });
const sessionLife = duration({ least: '1s', most: '30d' });
const linkLife = duration({ least: '1s', most: '24h' });

export const settingRows = {
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
  mailLogin: row(oneOf(['username', 'email']), {
    name: 'POSTERN_MAIL_LOGIN',
    default: 'username',
    meaning: '`username` or `email`: the name that mail servers know people by',
  }),
  mailDomains: row(domains, {
    name: 'POSTERN_MAIL_DOMAINS',
    default: '',
    meaning: 'domains whose mailboxes stand behind this door, separated by commas or spaces',
  }),
  support: row(line({ mostCharacters: 200 }), {
    name: 'POSTERN_SUPPORT',
    meaning: 'name, address, phone or URL shown wherever a person needs an administrator',
  }),
  smtp: row(smtpGateway, {
    name: 'POSTERN_SMTP_URL',
    secret: true,
    mask: maskSmtpGateway,
    meaning:
      '`smtp://USER:PASSWORD@HOST:PORT` (with STARTTLS, except on this machine) or `smtps://…`; without it no mail is sent',
  }),
  mailFrom: row(mailSender, {
    name: 'POSTERN_MAIL_FROM',
    meaning: 'sender of that mail: `ADDRESS` or `Name <ADDRESS>`',
  }),
  mfa: row(oneOf(['optional', 'required']), {
    name: 'POSTERN_MFA',
    default: 'optional',
    meaning: 'until `postern mfa` has said otherwise: `required` = everyone must have a second factor',
  }),
  mfaExemptRoles: row(severalOf(['user', 'admin', 'superadmin']), {
    name: 'POSTERN_MFA_EXEMPT_ROLES',
    default: 'superadmin',
    meaning: 'roles that this policy does not force to have a second factor, or `none`',
  }),
  firstFactor: row(oneOf(['mail', 'password', 'ticket']), {
    name: 'POSTERN_FIRST_FACTOR',
    withoutIt: '`mail` where it can, else `password`',
    meaning:
      "what the first authenticator app of an account needs besides the password: a code or link by `mail` outside of POSTERN_MAIL_DOMAINS, nothing more (`password`), or an administrator's `ticket`",
  }),
  trustedBrowserLife: row(duration({ least: '0s', most: '365d' }), {
    name: 'POSTERN_TRUSTED_BROWSER_LIFE',
    default: '30d',
    meaning: 'how long a browser whose owner said so is not asked for a code; `0s`: it is always asked',
  }),
  otpAlgorithm: row(oneOf(['SHA1', 'SHA256', 'SHA512']), {
    name: 'POSTERN_OTP_ALGORITHM',
    default: 'SHA1',
    meaning: 'for new authenticator apps: `SHA1`, `SHA256` or `SHA512`; many apps know only the first',
  }),
  otpDigits: row(wholeNumber({ least: 6, most: 8 }), {
    name: 'POSTERN_OTP_DIGITS',
    default: '6',
    meaning: 'for new authenticator apps: digits of a code, 6 to 8',
  }),
  otpPeriod: row(wholeNumber({ least: 15, most: 120 }), {
    name: 'POSTERN_OTP_PERIOD',
    default: '30',
    meaning: 'for new authenticator apps: seconds a code is shown, 15 to 120',
  }),
  otpT0: row(wholeNumber({ least: 0, most: 4_294_967_295 }), {
    name: 'POSTERN_OTP_T0',
    default: '0',
    meaning: 'for new authenticator apps: the second since 1970 that counting starts from',
  }),
  otpWindow: row(wholeNumber({ least: 0, most: 2 }), {
    name: 'POSTERN_OTP_WINDOW',
    default: '1',
    meaning: 'how many codes before and after the present one are accepted, 0 to 2',
  }),
  passwordCost: row(passwordCost, {
    name: 'POSTERN_PASSWORD_COST',
    default: '19456,2',
    meaning: 'Argon2id memory in KiB and passes; older hashes are made anew at the next sign-in',
  }),
  passwordMin: row(wholeNumber({ least: 8, most: 64 }), {
    name: 'POSTERN_PASSWORD_MIN',
    default: '8',
    meaning: 'characters a new password has at least',
  }),
  passwordQueue: row(wholeNumber({ least: 1, most: 100_000 }), {
    name: 'POSTERN_PASSWORD_QUEUE',
    default: '100',
    meaning: 'passwords that may wait for a free core; more are answered 503',
  }),
  sessionIdle: row(sessionLife, {
    name: 'POSTERN_SESSION_IDLE',
    default: '1h',
    meaning: 'a browser that was not used for so long is asked again',
  }),
  sessionMax: row(sessionLife, {
    name: 'POSTERN_SESSION_MAX',
    default: '24h',
    meaning: 'a browser is asked again after so long in any case',
  }),
  signInLife: row(linkLife, {
    name: 'POSTERN_SIGN_IN_LIFE',
    default: '1h',
    meaning: 'how long a sign-in may take from its first page to its last',
  }),
  setupLife: row(linkLife, {
    name: 'POSTERN_SETUP_LIFE',
    default: '1h',
    meaning: 'how long the link that makes the first super administrator works',
  }),
  linkLife: row(linkLife, {
    name: 'POSTERN_LINK_LIFE',
    default: '24h',
    meaning: 'how long a mailed link that adds an authenticator app works',
  }),
  ticketLife: row(duration({ least: '1s', most: '30d' }), {
    name: 'POSTERN_TICKET_LIFE',
    default: '72h',
    meaning: 'how long a ticket works that an administrator gave for the first authenticator app',
  }),
  accessTokenLife: row(tokenLife, {
    name: 'POSTERN_ACCESS_TOKEN_LIFE',
    default: '10m',
    meaning: 'life of access tokens without a mail scope',
  }),
  mailTokenLife: row(tokenLife, {
    name: 'POSTERN_MAIL_TOKEN_LIFE',
    default: '60m',
    meaning: 'life of access tokens that open a mailbox',
  }),
  refreshIdle: row(refreshLife, {
    name: 'POSTERN_REFRESH_IDLE',
    default: '90d',
    meaning: 'a device that was not used for so long signs in again',
  }),
  refreshMax: row(refreshLife, {
    name: 'POSTERN_REFRESH_MAX',
    default: '400d',
    meaning: 'a device signs in again after so long in any case',
  }),
  refreshGrace: row(duration({ least: '0s', most: '300s' }), {
    name: 'POSTERN_REFRESH_GRACE',
    default: '60s',
    meaning: 'a refresh token repeated within this time gets the same successor again',
  }),
  brandName: row(brandName, {
    name: 'POSTERN_BRAND_NAME',
    default: 'Postern',
    meaning: 'shown on every page and in the authenticator app; without a colon',
  }),
  brandColor: row(color, {
    name: 'POSTERN_BRAND_COLOR',
    default: '#1d5c63',
    meaning: 'accent colour of the pages, `#rrggbb`',
  }),
  logLevel: row(oneOf(logLevels), {
    name: 'POSTERN_LOG_LEVEL',
    default: 'info',
    meaning: '`debug`, `info`, `warn` or `error`; the log is one JSON object a line on stdout',
  }),
} as const satisfies Record<string, unknown>;

type Rows = typeof settingRows;
export type SettingKey = keyof Rows;

type ValueOf<R> = R extends { readonly kind: Kind<infer T> } ? T : never;
type KeyWithDefault = {
  [K in SettingKey]: Rows[K] extends { readonly default: string } ? K : never;
}[SettingKey];

/** All settings under their keys. Durations are whole seconds; a room takes its own slice: `Pick<Settings, …>`. */
export type Settings = { readonly [K in KeyWithDefault]: ValueOf<Rows[K]> } & {
  readonly [K in Exclude<SettingKey, KeyWithDefault>]?: ValueOf<Rows[K]>;
};

/** A row with its value's type forgotten, for code that treats all rows alike. */
export type SettingRow = Row<unknown>;

/** The rows in the order of the table. */
export function listSettingRows(): readonly (readonly [SettingKey, SettingRow])[] {
  return Object.entries(settingRows) as unknown as readonly (readonly [SettingKey, SettingRow])[];
}
