// Where the mail of a domain is found: the addresses of the mail service that guards it.

import type { Settings } from '../config/settings.ts';
import type { MailAddresses } from '../oidc/clients/client-document.ts';
import type { MailService } from '../oidc/clients/mail-services.ts';

export type MailProtocol = keyof MailAddresses;

export interface MailServer {
  /** Host name or IP address, without brackets, in lower case. */
  readonly host: string;
  readonly port: number;
  /** `at-once`: from the first byte (RFC 8314). `starttls`: on every other port, and never without. */
  readonly tls: 'at-once' | 'starttls';
}

/** The mail servers of one domain. */
export type MailServers = { readonly [P in MailProtocol]?: MailServer };

export interface FoundMailServers {
  readonly servers: MailServers;
  /** The domain they are for; none where nobody asked for one and none is set up. */
  readonly domain?: string;
}

export interface MailServerDirectory {
  /**
   * Of the domain asked for; without one, of the first domain that is set up. Undefined: that domain's mail is not
   * behind this door, or no mail service has an address. No account is looked at.
   */
  find(domain?: string): Promise<FoundMailServers | undefined>;
  /** Every domain that is known by name: of the mail services, then of the settings. */
  listDomains(): Promise<readonly string[]>;
  /** The host names of every mail service, each once. */
  listHosts(): Promise<readonly string[]>;
}

export interface MailServersParts {
  readonly mailServices: { list(): Promise<readonly ListedService[]> };
  readonly settings: Pick<Settings, 'mailDomains'>;
}

/** `domains`: those whose accounts the service may ask about; none means all. */
export type ListedService = Pick<MailService, 'name' | 'created_at' | MailProtocol> & {
  readonly domains?: readonly string[];
};

const protocols: readonly MailProtocol[] = ['imap', 'pop3', 'smtp', 'sieve'];

/** Ports where TLS begins with the first byte: IMAP, POP3, submission. */
const tlsPorts: ReadonlySet<number> = new Set([993, 995, 465]);

export function createMailServers({ mailServices, settings }: MailServersParts): MailServerDirectory {
  const listAddressed = async (): Promise<readonly ListedService[]> =>
    (await mailServices.list())
      .filter((service) => protocols.some((name) => service[name] !== undefined))
      .sort(byAge);

  return {
    find: async (asked) => {
      const services = await listAddressed();
      const domain = asked?.toLowerCase() ?? settings.mailDomains[0] ?? services[0]?.domains?.[0];
      const chosen = chooseService(services, domain, settings.mailDomains);
      if (chosen === undefined) {
        return undefined;
      }
      const servers = readServers(chosen);
      return domain === undefined ? { servers } : { servers, domain };
    },
    listDomains: async () => {
      const own = (await listAddressed()).flatMap(({ domains = [] }) => domains);
      return [...new Set([...own, ...settings.mailDomains])];
    },
    listHosts: async () => {
      return [...new Set((await listAddressed()).flatMap(hostsOf))];
    },
  };
}

/**
 * One that names the domain; else one for all domains, where it is one of ours or nobody says which are. Of several the one
 * that was added first: a service that comes later, such as one for a kiosk, moves nobody's mail program. Its addresses are
 * told of whole, never beside those of another.
 */
export function chooseService(
  services: readonly ListedService[],
  domain: string | undefined,
  mailDomains: readonly string[],
): ListedService | undefined {
  const isAddressed = (service: ListedService): boolean =>
    protocols.some((name) => service[name] !== undefined);
  const addressed = services.filter(isAddressed).sort(byAge);
  const isOurs = domain === undefined || mailDomains.length === 0 || mailDomains.includes(domain);
  return (
    addressed.find(({ domains = [] }) => domain !== undefined && domains.includes(domain)) ??
    (isOurs ? addressed.find(({ domains = [] }) => domains.length === 0) : undefined)
  );
}

/** The host names of one mail service, each once. */
export function hostsOf(service: ListedService): readonly string[] {
  return [...new Set(Object.values(readServers(service)).map(({ host }) => host))];
}

function byAge(one: ListedService, other: ListedService): number {
  const age = Date.parse(one.created_at) - Date.parse(other.created_at);
  return age || (one.name < other.name ? -1 : 1);
}

function readServers(service: ListedService): MailServers {
  const found = protocols.flatMap((name) => {
    const address = service[name];
    return address === undefined ? [] : [[name, readServer(address)] as const];
  });
  return Object.fromEntries(found);
}

/** From `HOST:PORT`, as it was checked when the service was made. */
function readServer(address: string): MailServer {
  const at = address.lastIndexOf(':');
  const port = Number(address.slice(at + 1));
  const host = address.slice(0, at).replace(/^\[|\]$/g, '');
  return { host: host.toLowerCase(), port, tls: tlsPorts.has(port) ? 'at-once' : 'starttls' };
}
