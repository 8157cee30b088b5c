// Where a mail service is reached: addresses that mail programs are told, and the one at which open connections are ended;
// and by whose word it trusts the way back.

import type { MailAddresses } from './client-document.ts';
import { ClientInputError } from './client-input-error.ts';

type GivenAddresses = { readonly [K in keyof MailAddresses]: string | undefined };

/** Host names or addresses with a port: they go into other programs' configuration. Throws `ClientInputError`. */
export function requireAddresses(addresses: GivenAddresses): MailAddresses {
  const given = Object.entries(addresses).filter(([, address]) => address !== undefined);
  for (const [protocol, address = ''] of given) {
    const [, port = ''] = /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/.exec(address) ?? [];
    if (Number(port) < 1 || Number(port) > 65_535) {
      throw new ClientInputError(protocol, 'must be HOST:PORT, such as mail.example.org:993');
    }
  }
  return Object.fromEntries(given) as MailAddresses;
}

/** A path on the mail server's machine: it goes into that server's configuration. Throws `ClientInputError`. */
export function requireTlsCa(path: string): string {
  if (!/^(?:\/[A-Za-z0-9._+@-]+)+$/.test(path) || path.length > 1024) {
    throw new ClientInputError(
      'tls-ca',
      'must be the whole path of a file, such as /etc/ssl/certs/own-ca.pem',
    );
  }
  return path;
}

/** Doveadm's HTTP API; its key stands as the password part. Throws `ClientInputError`, without the address: it holds a secret. */
export function requireKickUrl(text: string): string {
  const url = URL.parse(text);
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!url || !isHttp || url.password === '' || url.hash !== '' || text.length > 2048) {
    throw new ClientInputError(
      'kick-url',
      'must be an address such as http://:KEY@127.0.0.1:8080/doveadm/v1',
    );
  }
  return url.href;
}
