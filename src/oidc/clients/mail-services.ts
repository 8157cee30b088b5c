// The mail servers that ask about tokens and passwords: each has a name, which is its client id, a secret and a policy.

import type { Account } from '../../accounts/account.ts';
import type { Clock } from '../../base/clock.ts';
import { randomToken } from '../../base/random-ids.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { Store } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { portalClientId } from '../portal-client/portal-client.ts';
import type { MailAddresses, MailServiceDocument, MailServicePolicy } from './client-document.ts';
import { requireClientId } from './client-input-error.ts';
import { requireAddresses, requireKickUrl, requireTlsCa } from './mail-service-addresses.ts';
import { audienceOf } from './mail-service-audiences.ts';
import { changeMailService, type MailServiceChanges } from './mail-service-change.ts';
import {
  guards,
  type MailLoginSettings,
  type NewMailServicePolicy,
  policyOf,
  readMailServicePolicy,
} from './mail-service-policy.ts';
import {
  findBySecretHash,
  openKickUrl,
  openSecret,
  sealKickUrl,
  sealSecret,
  withSecret,
} from './mail-service-secrets.ts';

/** A mail service as people and scripts see it, without its secret. */
export interface MailService extends MailAddresses, MailServicePolicy {
  readonly name: string;
  readonly client_id: string;
  /** RFC 3339. */
  readonly created_at: string;
  /** The same of the newest secret, where it took the place of another. */
  readonly rotated_at?: string;
  /** On its own machine: the file of whoever vouches for Postern's certificate. */
  readonly tls_ca?: string;
}

export interface NewMailService extends MailAddresses, NewMailServicePolicy {
  readonly name: string;
  /** Doveadm's HTTP address, with its key as the password part. */
  readonly kickUrl?: string;
  /** On the mail server's machine: the file of whoever vouches for Postern's certificate. */
  readonly tlsCa?: string;
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
  /**
   * One write; its name, its secrets and its age stay. Holds from the next question on. Undefined when there is no such service.
   * Throws `ClientInputError`, and changes nothing then.
   */
  change(name: string, changes: MailServiceChanges): Promise<MailService | undefined>;
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
    add: async ({ name, kickUrl, tlsCa, imap, pop3, smtp, sieve, ...policy }) => {
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
        sealedSecret: sealSecret(sealer, name, secret),
        addresses,
        ...read,
        ...(tlsCa === undefined ? {} : { tlsCa: requireTlsCa(tlsCa) }),
        ...(kickUrl === undefined
          ? {}
          : { sealedKickUrl: sealKickUrl(sealer, name, requireKickUrl(kickUrl)) }),
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
    change: async (name, changes) => {
      const outcome = await update<MailServiceDocument, MailServiceDocument | 'not-found'>(
        documents,
        name,
        (current) => {
          if (current.kind !== 'service') {
            return { result: 'not-found' };
          }
          const next = changeMailService(current, changes, sealer);
          return { next, result: next };
        },
      );
      return typeof outcome === 'string' ? undefined : toMailService(outcome);
    },
    rotateSecret: async (name) => {
      const secret = randomToken();
      const outcome = await update<MailServiceDocument, 'rotated' | 'not-found'>(
        documents,
        name,
        (current) =>
          current.kind === 'service'
            ? { next: withSecret(current, secret, { sealer, now: clock.now() }), result: 'rotated' }
            : { result: 'not-found' },
      );
      return outcome === 'rotated' ? secret : undefined;
    },
    findSecret: async (name) => {
      const document = await find(name);
      return document && openSecret(sealer, document);
    },
    findKickUrl: async (name) => {
      const document = await find(name);
      return document && openKickUrl(sealer, document);
    },
    guards: (service, account) => guards(service, account, settings),
    audienceFor: async (account) => audienceOf(await list(), account, settings),
    remove: async (name) => (await find(name)) !== undefined && documents.remove(name),
  };
}

function toMailService(document: MailServiceDocument): MailService {
  return {
    name: document.name,
    client_id: document.id,
    ...document.addresses,
    ...policyOf(document),
    ...(document.tlsCa === undefined ? {} : { tls_ca: document.tlsCa }),
    created_at: new Date(document.createdAt).toISOString(),
    ...(document.rotatedAt === undefined ? {} : { rotated_at: new Date(document.rotatedAt).toISOString() }),
  };
}
