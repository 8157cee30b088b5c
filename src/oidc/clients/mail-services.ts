// The mail servers that ask about tokens and passwords: each has a name, which is its client id, a secret and a policy.

import type { Account } from '../../accounts/account.ts';
import type { Clock } from '../../base/clock.ts';
import { randomToken } from '../../base/random-ids.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { Collection, Store } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { portalClientId } from '../portal-client/portal-client.ts';
import { mailResource } from '../tokens/mail-resource.ts';
import {
  type MailAddresses,
  type MailServiceDocument,
  type MailServicePolicy,
  secretHashesOf,
} from './client-document.ts';
import { requireClientId } from './client-input-error.ts';
import { requireAddresses, requireKickUrl } from './mail-service-addresses.ts';
import {
  guards,
  type MailLoginSettings,
  type NewMailServicePolicy,
  policyOf,
  readMailServicePolicy,
} from './mail-service-policy.ts';

/** A mail service as people and scripts see it, without its secret. */
export interface MailService extends MailAddresses, MailServicePolicy {
  readonly name: string;
  readonly client_id: string;
  /** RFC 3339. */
  readonly created_at: string;
}

export interface NewMailService extends MailAddresses, NewMailServicePolicy {
  readonly name: string;
  /** Doveadm's HTTP address, with its key as the password part. */
  readonly kickUrl?: string;
}

export type AddMailServiceOutcome =
  | {
      readonly outcome: 'added';
      readonly name: string;
      readonly client_id: string;
      readonly secret: string;
    }
  | { readonly outcome: 'taken' };

export interface MailServices {
  /** Throws `ClientInputError`; `taken`: the name is another service's, a client's, or reserved. */
  add(input: NewMailService): Promise<AddMailServiceOutcome>;
  /** Ordered by name. */
  list(): Promise<readonly MailService[]>;
  find(name: string): Promise<MailService | undefined>;
  /** Whose secret this is, the newest or the one before. */
  findBySecret(secret: string): Promise<MailService | undefined>;
  /** A new secret beside the present one; the one before that is dead. Undefined when there is no such service. */
  rotateSecret(name: string): Promise<string | undefined>;
  /** For recipes: the newest. Undefined when there is no such service. */
  findSecret(name: string): Promise<string | undefined>;
  /** Whole, with its key. Undefined when there is none. */
  findKickUrl(name: string): Promise<string | undefined>;
  /** Whether a service may ask about an account. */
  guards(service: Pick<MailServicePolicy, 'domains' | 'groups'>, account: Account): boolean;
  /** The `aud` of tokens for an account: that of the service that guards it, the nearest one where several do. */
  audienceFor(account: Account): Promise<string>;
  remove(name: string): Promise<boolean>;
}

export interface MailServicesParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly settings: MailLoginSettings;
}

export function createMailServices(parts: MailServicesParts): MailServices {
  const { store, sealer, clock, settings } = parts;
  const documents = store.collection<MailServiceDocument>('clients');

  const find = async (name: string): Promise<MailServiceDocument | undefined> => {
    const document = await documents.find(name);
    return document?.kind === 'service' ? document : undefined;
  };
  const list = async () => (await documents.findBy('kind', 'service')).map(toMailService);
  return {
    add: async ({ name, kickUrl, imap, pop3, smtp, sieve, ...policy }) => {
      requireClientId('name', name);
      const addresses = requireAddresses({ imap, pop3, smtp, sieve });
      const read = readMailServicePolicy(policy);
      if (name === portalClientId) {
        return { outcome: 'taken' };
      }
      const secret = randomToken();
      const outcome = await documents.insert({
        id: name,
        kind: 'service',
        name,
        createdAt: clock.now(),
        secretHashes: [sha256(secret)],
        sealedSecret: sealer.seal(secret, secretContext(name)),
        addresses,
        ...read,
        ...(kickUrl === undefined
          ? {}
          : { sealedKickUrl: sealer.seal(requireKickUrl(kickUrl), kickContext(name)) }),
      });
      return outcome === 'taken' ? { outcome } : { outcome: 'added', name, client_id: name, secret };
    },
    list,
    find: async (name) => {
      const document = await find(name);
      return document && toMailService(document);
    },
    findBySecret: async (secret) => {
      const document = await findBySecretHash(documents, sha256(secret));
      return document && toMailService(document);
    },
    rotateSecret: async (name) => {
      const secret = randomToken();
      const outcome = await update<MailServiceDocument, 'rotated' | 'not-found'>(
        documents,
        name,
        (current) =>
          current.kind === 'service'
            ? { next: withSecret(current, secret, sealer), result: 'rotated' }
            : { result: 'not-found' },
      );
      return outcome === 'rotated' ? secret : undefined;
    },
    findSecret: async (name) => {
      const document = await find(name);
      return document && sealer.open(document.sealedSecret, secretContext(name));
    },
    findKickUrl: async (name) => {
      const sealed = (await find(name))?.sealedKickUrl;
      return sealed && sealer.open(sealed, kickContext(name));
    },
    guards: (service, account) => guards(service, account, settings),
    audienceFor: async (account) => {
      const [nearest] = (await list())
        .filter((service) => guards(service, account, settings))
        .sort(byNearness);
      return nearest?.audience ?? mailResource;
    },
    remove: async (name) => (await find(name)) !== undefined && documents.remove(name),
  };
}

/** Services of before are known by a field that is no key: they are few. */
async function findBySecretHash(
  documents: Collection<MailServiceDocument>,
  hash: string,
): Promise<MailServiceDocument | undefined> {
  const [found] = await documents.findBy('secretHashes', hash);
  if (found !== undefined) {
    return found.kind === 'service' ? found : undefined;
  }
  const services = await documents.findBy('kind', 'service');
  return services.find((service) => service.secretHash === hash && secretHashesOf(service).includes(hash));
}

/** Two are alive, so that a mail server can be given the new one without an outage. */
function withSecret(current: MailServiceDocument, secret: string, sealer: Sealer): MailServiceDocument {
  const { secretHash: _, ...rest } = current;
  return {
    ...rest,
    secretHashes: [sha256(secret), ...secretHashesOf(current)].slice(0, 2),
    sealedSecret: sealer.seal(secret, secretContext(current.id)),
  };
}

/** One for the domain before one for a group before one for all; among equals one with an audience, then by name. */
function byNearness(one: MailService, other: MailService): number {
  const distance = ({ domains, groups, audience }: MailService): number =>
    (domains.length > 0 ? 0 : 4) + (groups.length > 0 ? 0 : 2) + (audience !== undefined ? 0 : 1);
  return distance(one) - distance(other) || (one.name < other.name ? -1 : 1);
}

function secretContext(name: string): string {
  return `mail-service:${name}`;
}

function kickContext(name: string): string {
  return `mail-service-kick:${name}`;
}

function toMailService(document: MailServiceDocument): MailService {
  return {
    name: document.name,
    client_id: document.id,
    ...document.addresses,
    ...policyOf(document),
    created_at: new Date(document.createdAt).toISOString(),
  };
}
