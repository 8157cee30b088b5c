// THE table of presets: what each program and kind of program needs, so that an administrator names it and nothing more.

export const presetNames = [
  'native',
  'web',
  'thunderbird',
  'roundcube',
  'aerc',
  'mutt',
  'neomutt',
  'offlineimap',
  'getmail',
  'msmtp',
  'isync',
  'mbsync',
] as const;

/** What a client is set up as. */
export type PresetName = (typeof presetNames)[number];

/** RFC 8252: a program on somebody's own device, which always asks for consent, or a web application of the house, which never does. */
export type ApplicationType = 'native' | 'web';

export interface Preset {
  readonly applicationType: ApplicationType;
  /** RFC 7591 section 2. A confidential client may send its secret either way. */
  readonly authMethod: 'none' | 'client_secret_basic' | 'client_secret_post';
  /** Given to a client that names none; empty: it must name at least one. */
  readonly redirectUris: readonly string[];
  /** RFC 7636. Whoever sends a challenge is held to it in any case. */
  readonly requiresPkce: boolean;
  /** False for programs that cannot store a new refresh token: theirs stays the same, is for mail only, and does not live as long. */
  readonly rotatesRefreshToken: boolean;
  /** RFC 8628: for programs in a terminal, whose person has a browser elsewhere. */
  readonly hasDeviceFlow: boolean;
}

/** A listener on this machine, on any port. */
export const loopbackRedirects: readonly string[] = ['http://127.0.0.1', 'http://[::1]', 'http://localhost'];

/** Where a program's own window is caught instead: no request leaves the machine. */
const localhostWindow = 'https://localhost';

const native: Preset = {
  applicationType: 'native',
  authMethod: 'none',
  redirectUris: loopbackRedirects,
  requiresPkce: true,
  rotatesRefreshToken: true,
  hasDeviceFlow: false,
};

const web: Preset = {
  applicationType: 'web',
  authMethod: 'client_secret_basic',
  redirectUris: [],
  requiresPkce: true,
  rotatesRefreshToken: true,
  hasDeviceFlow: false,
};

/** Most of them let a script fetch their tokens, which does all that is asked of a program today. */
const terminal: Preset = { ...native, hasDeviceFlow: true };

export const presets: Readonly<Record<PresetName, Preset>> = {
  native,
  web,
  thunderbird: { ...native, redirectUris: [...loopbackRedirects, localhostWindow] },
  // 1.6 knows no PKCE, and sends its secret in the body.
  roundcube: { ...web, authMethod: 'client_secret_post', requiresPkce: false },
  // Its password field holds the refresh token, which it never writes.
  aerc: { ...terminal, rotatesRefreshToken: false },
  mutt: terminal,
  neomutt: terminal,
  // Its configuration holds the refresh token, which it never writes.
  offlineimap: { ...terminal, rotatesRefreshToken: false },
  // Its own script sends no challenge; it keeps new refresh tokens.
  getmail: { ...terminal, requiresPkce: false },
  msmtp: terminal,
  isync: terminal,
  // The program of isync, whose name people know as well.
  mbsync: terminal,
};
