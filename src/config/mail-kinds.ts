// The kinds of the two settings that mail is sent by: the gateway's URL, and the sender.

import { isMailAddress } from '../base/mail-address.ts';
import type { Kind } from './kinds.ts';
import { isLoopbackHost } from './special-kinds.ts';

export interface SmtpGateway {
  readonly host: string;
  readonly port: number;
  /** `at-once`: from the first byte (RFC 8314). `required`: by STARTTLS (RFC 3207) or not at all. `none`: on this machine. */
  readonly tls: 'at-once' | 'required' | 'none';
  readonly login?: { readonly user: string; readonly password: string };
}

const mistake =
  'must be smtp://HOST:PORT or smtps://HOST:PORT, with USER:PASSWORD@ before the host where needed (percent-encoded)';

/** Ports unless given: 587 (RFC 6409) and 465 (RFC 8314). */
export const smtpGateway: Kind<SmtpGateway> = {
  parse: (text) => {
    const [, scheme = '', user, password, host = '', port] =
      /^(smtps?):\/\/(?:([^\s:@/?#]+):([^\s:@/?#]+)@)?(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?\/?$/i.exec(
        text,
      ) ?? [];
    const isSecure = scheme.toLowerCase() === 'smtps';
    const number = Number(port ?? (isSecure ? 465 : 587));
    const login = user === undefined || password === undefined ? {} : readLogin(user, password);
    if (host === '' || number < 1 || number > 65_535 || login === undefined) {
      return { mistake };
    }
    const openTls = isLoopbackHost(host) ? 'none' : 'required';
    return {
      value: {
        host: host.replace(/^\[|\]$/g, ''),
        port: number,
        tls: isSecure ? 'at-once' : openTls,
        ...login,
      },
    };
  },
  format: (value) => {
    const { user, password } = value.login ?? {};
    const login =
      user === undefined || password === undefined
        ? ''
        : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
    return `${value.tls === 'at-once' ? 'smtps' : 'smtp'}://${login}${placeOf(value)}`;
  },
};

/** Scheme and place; who signs in there is nobody's business. */
export function maskSmtpGateway(value: SmtpGateway): string {
  const { login, ...rest } = value;
  const masked = login === undefined ? '' : '***@';
  return smtpGateway.format(rest).replace('//', () => `//${masked}`);
}

function readLogin(user: string, password: string): Pick<SmtpGateway, 'login'> | undefined {
  try {
    const login = { user: decodeURIComponent(user), password: decodeURIComponent(password) };
    return /\p{Cc}/u.test(login.user + login.password) ? undefined : { login };
  } catch {
    return undefined;
  }
}

function placeOf({ host, port }: SmtpGateway): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

export interface MailSender {
  readonly address: string;
  readonly name?: string;
}

/** `ADDRESS`, or `Name <ADDRESS>` with a name that needs no quoting by whoever reads the setting. */
export const mailSender: Kind<MailSender> = {
  parse: (text) => {
    const [, name, inside] = /^(?:([^<>"\p{Cc}]{0,100}?)\s*<([^<>]*)>)$/u.exec(text.trim()) ?? [];
    const address = inside ?? text.trim();
    if (!isMailAddress(address)) {
      return { mistake: 'must be an address such as postern@example.org, or Name <postern@example.org>' };
    }
    return { value: { address, ...(name ? { name } : {}) } };
  },
  format: ({ address, name }) => (name === undefined ? address : `${name} <${address}>`),
};
