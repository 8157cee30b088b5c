// What a new app password may be limited to: what the mail servers of this mailbox offer, and what was chosen of it.

import type { Account } from '../../accounts/account.ts';
import type { FormFields } from '../../http/form.ts';
import { hostsOf } from '../../mail-access/mail-servers.ts';
import type { MailService, MailServices } from '../../oidc/clients/mail-services.ts';

export interface Offered {
  readonly protocols: readonly string[];
  /** The mail services that programs are told of; asked about where there are several. */
  readonly services: readonly OfferedService[];
}

export interface OfferedService {
  readonly name: string;
  /** As people know it: by its host. */
  readonly label: string;
}

export interface Chosen {
  readonly name: string;
  readonly protocols: readonly string[];
  readonly services: readonly string[];
  /** Days; 0: until it is taken away. */
  readonly days: number;
  /** As it was typed. */
  readonly networks: string;
}

/** Those that pages have words for, in the order of how often they are needed. */
const usual = ['imap', 'smtp', 'pop3', 'sieve', 'dav'] as const;
export const lives: readonly number[] = [0, 30, 90, 365];

export async function findOffered(
  mailServices: Pick<MailServices, 'list' | 'guards'>,
  account: Account,
): Promise<Offered> {
  const found = (await mailServices.list()).filter((service) => mailServices.guards(service, account));
  const isOpen = found.length === 0 || found.some(({ protocols }) => protocols.length === 0);
  const named = found.flatMap(({ protocols }) => protocols);
  const isOffered = (protocol: string): boolean => isOpen || named.includes(protocol);
  const others = named.filter((protocol) => !usual.some((one) => one === protocol));
  return {
    protocols: [...usual.filter(isOffered), ...new Set(others)],
    services: labelServices(found),
  };
}

/** A service without an address is no place that a person could choose. */
function labelServices(found: readonly MailService[]): readonly OfferedService[] {
  const labelled = found.map((service) => ({ name: service.name, label: hostsOf(service).join(', ') }));
  return labelled
    .filter(({ label }) => label !== '')
    .map(({ name, label }) => {
      const isAlone = labelled.filter((other) => other.label === label).length === 1;
      return { name, label: isAlone ? label : `${label} (${name})` };
    });
}

const namesOf = ({ services }: Offered): readonly string[] => services.map(({ name }) => name);

/** What most need: to read and to send; a machine only sends. */
export function suggest({ kind }: Account, offered: Offered, name: string): Chosen {
  const wanted = kind === 'device' ? ['smtp'] : ['imap', 'smtp'];
  const isEnough = wanted.every((protocol) => offered.protocols.includes(protocol));
  const protocols = isEnough ? wanted : offered.protocols;
  return { name, protocols, services: namesOf(offered), days: 0, networks: '' };
}

export const protocolBox = (protocol: string): string => `protocol-${protocol}`;
export const serviceBox = (service: string): string => `service-${service}`;

/** Only what was offered counts. */
export function readChosen(form: FormFields, offered: Offered): Chosen {
  const ticked = (names: readonly string[], boxOf: (name: string) => string): readonly string[] =>
    names.filter((name) => form.get(boxOf(name)) === 'yes');
  const days = Number(form.get('expires'));
  return {
    name: form.get('name'),
    protocols: ticked(offered.protocols, protocolBox),
    services: offered.services.length > 1 ? ticked(namesOf(offered), serviceBox) : namesOf(offered),
    days: lives.includes(days) ? days : 0,
    networks: form.get('networks'),
  };
}

/** Where all are chosen there is no limit: mail servers that come later count as well. */
export function toLimits({ protocols, services, days, networks }: Chosen, offered: Offered, now: number) {
  const isEverywhere = services.length === offered.services.length;
  return {
    protocols,
    services: isEverywhere ? [] : services,
    networks: networks.split(/[\s,;]+/).filter((text) => text !== ''),
    ...(days === 0 ? {} : { expiresAt: now + days * 86_400_000 }),
  };
}
