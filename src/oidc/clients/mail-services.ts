// The mail servers that ask about tokens: each has a name, which is its client id, and a secret.

import type { Clock } from '../../base/clock.ts';
import { randomToken } from '../../base/random-ids.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { Store } from '../../store/store.ts';
import { portalClientId } from '../portal-client.ts';
import type { MailAddresses, MailServiceDocument } from './client-document.ts';
import { ClientInputError, requireClientId } from './client-input-error.ts';

/** A mail service as people and scripts see it, without its secret. */
export interface MailService extends MailAddresses {
  readonly name: string;
  readonly client_id: string;
  /** RFC 3339. */
  readonly created_at: string;
}

export interface NewMailService extends MailAddresses {
  readonly name: string;
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
  /** For recipes. Undefined when there is no such service. */
  findSecret(name: string): Promise<string | undefined>;
  remove(name: string): Promise<boolean>;
}

export interface MailServicesParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

export function createMailServices({ store, sealer, clock }: MailServicesParts): MailServices {
  const documents = store.collection<MailServiceDocument>('clients');
  const context = (name: string): string => `mail-service:${name}`;

  const find = async (name: string): Promise<MailServiceDocument | undefined> => {
    const document = await documents.find(name);
    return document?.kind === 'service' ? document : undefined;
  };
  return {
    add: async ({ name, ...addresses }) => {
      requireClientId('name', name);
      requireAddresses(addresses);
      if (name === portalClientId) {
        return { outcome: 'taken' };
      }
      const secret = randomToken();
      const outcome = await documents.insert({
        id: name,
        kind: 'service',
        name,
        createdAt: clock.now(),
        secretHash: sha256(secret),
        sealedSecret: sealer.seal(secret, context(name)),
        addresses,
      });
      return outcome === 'taken' ? { outcome } : { outcome: 'added', name, client_id: name, secret };
    },
    list: async () => (await documents.findBy('kind', 'service')).map(toMailService),
    find: async (name) => {
      const document = await find(name);
      return document && toMailService(document);
    },
    findSecret: async (name) => {
      const document = await find(name);
      return document && sealer.open(document.sealedSecret, context(name));
    },
    remove: async (name) => (await find(name)) !== undefined && documents.remove(name),
  };
}

function toMailService(document: MailServiceDocument): MailService {
  return {
    name: document.name,
    client_id: document.id,
    ...document.addresses,
    created_at: new Date(document.createdAt).toISOString(),
  };
}

/** A host name or address with a port: it goes into other programs' configuration. */
function requireAddresses(addresses: MailAddresses): void {
  for (const [protocol, address] of Object.entries(addresses)) {
    const [, port = ''] = /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/.exec(address) ?? [];
    if (Number(port) < 1 || Number(port) > 65_535) {
      throw new ClientInputError(protocol, 'must be HOST:PORT, such as mail.example.org:993');
    }
  }
}
