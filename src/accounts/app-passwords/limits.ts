// What an app password is good for: read when it is made, judged at every use. An empty list allows all.

import { foldMailProtocol, isMailProtocol } from '../../base/mail-protocol.ts';
import { AccountInputError } from '../adding/account-input-error.ts';
import { isInNetworks, isNetwork } from '../rules/networks.ts';

export interface AppPasswordLimits {
  /** Such as `imap`; any `[a-z0-9-]{1,32}`. */
  readonly protocols: readonly string[];
  /** Mail services by name. */
  readonly services: readonly string[];
  /** Addresses, or networks in CIDR form. */
  readonly networks: readonly string[];
  /** Milliseconds since 1970; absent: until it is removed. */
  readonly expiresAt?: number;
}

/** What is at the door. */
export interface AppPasswordUse {
  readonly protocol: string;
  /** The mail service that asks, by name. */
  readonly service: string;
  /** Of the person's program; undefined where the mail service does not know it. */
  readonly address: string | undefined;
}

const mostInList = 32;

/** In their one spelling, each once. Throws `AccountInputError`, which names the list. */
export function readLimits(given: Partial<AppPasswordLimits>, now: number): AppPasswordLimits {
  const { protocols = [], services = [], networks = [], expiresAt } = given;
  if (expiresAt !== undefined && !(Number.isSafeInteger(expiresAt) && expiresAt > now)) {
    throw new AccountInputError('expires', 'malformed', 'must be in the future');
  }
  return {
    protocols: readList('protocols', protocols.map(foldMailProtocol), {
      isItem: isMailProtocol,
      form: 'must be names such as imap, smtp, pop3, sieve or dav',
    }),
    services: readList('services', services.map(trim), {
      isItem: (text) => /^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/.test(text),
      form: 'must be names of mail services',
    }),
    networks: readList('network', networks.map(fold), {
      isItem: isNetwork,
      form: 'must be an address or a network, such as 192.0.2.0/24',
    }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

export function isWithinLimits(limits: AppPasswordLimits, use: AppPasswordUse, now: number): boolean {
  const { protocols, services, networks } = limits;
  return (
    !isExpired(limits, now) &&
    (protocols.length === 0 || protocols.includes(use.protocol)) &&
    (services.length === 0 || services.includes(use.service)) &&
    (networks.length === 0 || (use.address !== undefined && isInNetworks(networks, use.address)))
  );
}

export function isExpired({ expiresAt }: Pick<AppPasswordLimits, 'expiresAt'>, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt;
}

function readList(
  field: 'protocols' | 'services' | 'network',
  given: readonly string[],
  { isItem, form }: { readonly isItem: (text: string) => boolean; readonly form: string },
): readonly string[] {
  if (!given.every(isItem)) {
    throw new AccountInputError(field, 'malformed', form);
  }
  const list = [...new Set(given)];
  if (list.length > mostInList) {
    throw new AccountInputError(field, { atMost: mostInList }, `must be at most ${mostInList}`);
  }
  return list;
}

function trim(text: string): string {
  return text.trim();
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
