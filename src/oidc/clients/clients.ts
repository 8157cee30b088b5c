// The programs and web applications that people sign in to: made, listed and removed by the administrator.

import type { Clock } from '../../base/clock.ts';
import { randomToken } from '../../base/random-ids.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { Store } from '../../store/store.ts';
import { portalClientId } from '../portal-client.ts';
import type { ApplicationDocument, ClientPreset } from './client-document.ts';
import { ClientInputError, requireClientId } from './client-input-error.ts';
import { loopbackRedirects, readPostLogoutRedirectUris, readRedirectUris } from './redirect-uris.ts';

export interface NewClient {
  readonly id: string;
  readonly preset: ClientPreset;
  readonly name?: string;
  /** Web clients need at least one; native ones listen on a loopback port when none is named. */
  readonly redirectUris?: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  /** 2: everybody who signs in to it needs a second step. */
  readonly requireFactor?: 1 | 2;
  /** A secret of at least 32 characters; without it a confidential client gets a new one. */
  readonly secret?: string;
}

/** A client as people and scripts see it: RFC 7591 section 2, never with a secret. */
export interface ClientMetadata {
  readonly client_id: string;
  readonly client_name: string;
  readonly preset: ClientPreset;
  readonly application_type: 'native' | 'web';
  readonly token_endpoint_auth_method: 'none' | 'client_secret_basic';
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly redirect_uris: readonly string[];
  readonly post_logout_redirect_uris: readonly string[];
  /** Not in RFC 7591: 2 where everybody needs a second step. */
  readonly require_factor?: 1 | 2;
  /** RFC 3339. */
  readonly created_at: string;
}

export type AddClientOutcome =
  | { readonly outcome: 'added'; readonly metadata: ClientMetadata; readonly secret?: string }
  | { readonly outcome: 'taken' };

export interface Clients {
  /** Throws `ClientInputError`. The secret of a confidential client is told this once. */
  add(input: NewClient): Promise<AddClientOutcome>;
  /** Ordered by id. */
  list(): Promise<readonly ClientMetadata[]>;
  find(id: string): Promise<ClientMetadata | undefined>;
  /** Whether people sign in to a client of this id: also true of the account pages, which are in no list. */
  isKnown(id: string): Promise<boolean>;
  /** Its tokens are dead from this moment on. */
  remove(id: string): Promise<boolean>;
}

const leastSecretLength = 32;

export function createClients({ store, clock }: { store: Store; clock: Clock }): Clients {
  const documents = store.collection<ApplicationDocument>('clients');

  const find = async (id: string): Promise<ApplicationDocument | undefined> => {
    const document = await documents.find(id);
    return document?.kind === 'client' ? document : undefined;
  };
  return {
    add: async (input) => {
      const secret = readSecret(input);
      if (input.id === portalClientId) {
        return { outcome: 'taken' };
      }
      const document = {
        ...readClient(input),
        createdAt: clock.now(),
        ...(secret === undefined ? {} : { secretHash: sha256(secret) }),
      };
      if ((await documents.find(document.id)) === undefined) {
        // What a client of this id left behind when its deletion was cut short does not come back with the name.
        await endTokens(store, document.id);
      }
      if ((await documents.insert(document)) === 'taken') {
        return { outcome: 'taken' };
      }
      const metadata = toMetadata(document);
      return { outcome: 'added', metadata, ...(secret === undefined ? {} : { secret }) };
    },
    list: async () => (await documents.findBy('kind', 'client')).map(toMetadata),
    find: async (id) => {
      const document = await find(id);
      return document && toMetadata(document);
    },
    isKnown: async (id) => id === portalClientId || (await find(id)) !== undefined,
    remove: async (id) => {
      if ((await find(id)) === undefined) {
        return false;
      }
      const isRemoved = await documents.remove(id);
      await endTokens(store, id);
      return isRemoved;
    },
  };
}

/** Tidies what the provider refuses from now on anyway, because its client is gone. */
async function endTokens(store: Store, clientId: string): Promise<void> {
  await Promise.all([
    store.collection('refreshFamilies').removeBy('clientId', clientId),
    store.collection('records').removeBy('clientId', clientId),
    store.collection('devices').removeBy('clientId', clientId),
  ]);
}

function readClient(input: NewClient): Omit<ApplicationDocument, 'revision' | 'createdAt'> {
  requireClientId('id', input.id);
  const { redirectUris = [], postLogoutRedirectUris = [], preset } = input;
  if (preset === 'web' && redirectUris.length === 0) {
    throw new ClientInputError('redirect-uri', 'is needed for a web client');
  }
  const named = redirectUris.length === 0 ? loopbackRedirects : redirectUris;
  return {
    id: input.id,
    kind: 'client',
    preset,
    name: input.name ?? input.id,
    redirectUris: readRedirectUris(preset, named),
    postLogoutRedirectUris: readPostLogoutRedirectUris(postLogoutRedirectUris),
    ...(input.requireFactor === undefined ? {} : { requireFactor: input.requireFactor }),
  };
}

function readSecret({ preset, secret }: NewClient): string | undefined {
  if (preset === 'native') {
    if (secret !== undefined) {
      throw new ClientInputError(
        'secret',
        'is not for native clients: a program on a device cannot keep one',
      );
    }
    return undefined;
  }
  if (secret !== undefined && (secret.length < leastSecretLength || !/^[\x21-\x7e]+$/.test(secret))) {
    throw new ClientInputError('secret', `must be at least ${leastSecretLength} printable ASCII characters`);
  }
  return secret ?? randomToken();
}

function toMetadata(document: Omit<ApplicationDocument, 'revision'>): ClientMetadata {
  return {
    client_id: document.id,
    client_name: document.name,
    preset: document.preset,
    application_type: document.preset === 'native' ? 'native' : 'web',
    token_endpoint_auth_method: document.secretHash === undefined ? 'none' : 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: document.redirectUris,
    post_logout_redirect_uris: document.postLogoutRedirectUris,
    ...(document.requireFactor === undefined ? {} : { require_factor: document.requireFactor }),
    created_at: new Date(document.createdAt).toISOString(),
  };
}
