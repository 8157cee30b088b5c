// The programs and web applications that people sign in to: made, listed and removed by the administrator.

import type { Clock } from '../../base/clock.ts';
import { randomToken } from '../../base/random-ids.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { Store } from '../../store/store.ts';
import { portalClientId } from '../portal-client/portal-client.ts';
import type { ApplicationDocument } from './client-document.ts';
import { ClientInputError, requireClientId } from './client-input-error.ts';
import { type ClientMetadata, toClientMetadata } from './client-metadata.ts';
import { readJwkSet } from './jwk-set.ts';
import { type PresetName, presets } from './presets.ts';
import { readPostLogoutRedirectUris, readRedirectUris } from './redirect-uris.ts';

export interface NewClient {
  readonly id: string;
  readonly preset: PresetName;
  readonly name?: string;
  /** Web clients need at least one; native ones listen on a loopback port when none is named. */
  readonly redirectUris?: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  /** 2: everybody who signs in to it needs a second step. */
  readonly requireFactor?: 1 | 2;
  /** A secret of at least 32 characters; without it a confidential client gets a new one. */
  readonly secret?: string;
  /** A JSON Web Key Set in the place of a secret: the client signs its requests (RFC 7523 section 2.2). */
  readonly jwks?: string;
  /** False: sign-ins without a challenge are let in as well. */
  readonly requiresPkce?: false;
  /** False: its refresh token stays the same, for mail only. */
  readonly rotatesRefreshToken?: false;
  readonly hasDeviceFlow?: true;
  /** How long a replaced refresh token is still answered, 0 to 300 seconds. */
  readonly graceSeconds?: number;
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
const mostGraceSeconds = 300;

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
      const metadata = toClientMetadata(document);
      return { outcome: 'added', metadata, ...(secret === undefined ? {} : { secret }) };
    },
    list: async () => (await documents.findBy('kind', 'client')).map(toClientMetadata),
    find: async (id) => {
      const document = await find(id);
      return document && toClientMetadata(document);
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
  const { applicationType, redirectUris: usual } = presets[preset];
  const named = redirectUris.length === 0 ? usual : redirectUris;
  if (named.length === 0) {
    throw new ClientInputError('redirect-uri', 'is needed for a web client');
  }
  return {
    id: input.id,
    kind: 'client',
    preset,
    name: input.name ?? input.id,
    redirectUris: readRedirectUris(applicationType, named),
    postLogoutRedirectUris: readPostLogoutRedirectUris(postLogoutRedirectUris),
    ...(input.requireFactor === undefined ? {} : { requireFactor: input.requireFactor }),
    ...(input.jwks === undefined ? {} : { jwks: readJwkSet(input.jwks) }),
    choices: readChoices(input),
  };
}

function readChoices(input: NewClient): NonNullable<ApplicationDocument['choices']> {
  const { requiresPkce, rotatesRefreshToken, hasDeviceFlow, graceSeconds } = input;
  if (graceSeconds !== undefined && !(graceSeconds >= 0 && graceSeconds <= mostGraceSeconds)) {
    throw new ClientInputError('grace', `must be 0 to ${mostGraceSeconds} seconds`);
  }
  const rotates = rotatesRefreshToken ?? presets[input.preset].rotatesRefreshToken;
  if (graceSeconds !== undefined && !rotates) {
    throw new ClientInputError('grace', 'means nothing where refresh tokens are not rotated');
  }
  return {
    ...(requiresPkce === undefined ? {} : { requiresPkce }),
    ...(rotatesRefreshToken === undefined ? {} : { rotatesRefreshToken }),
    ...(hasDeviceFlow === undefined ? {} : { hasDeviceFlow }),
    ...(graceSeconds === undefined ? {} : { graceSeconds }),
  };
}

function readSecret({ preset, secret, jwks }: NewClient): string | undefined {
  if (presets[preset].authMethod === 'none') {
    const given = [secret === undefined ? [] : ['secret'], jwks === undefined ? [] : ['jwks']].flat();
    const [field] = given;
    if (field !== undefined) {
      throw new ClientInputError(field, 'is not for native clients: a program on a device cannot keep one');
    }
    return undefined;
  }
  if (jwks !== undefined) {
    if (secret !== undefined) {
      throw new ClientInputError('jwks', 'comes in the place of a secret');
    }
    return undefined;
  }
  if (secret !== undefined && (secret.length < leastSecretLength || !/^[\x21-\x7e]+$/.test(secret))) {
    throw new ClientInputError('secret', `must be at least ${leastSecretLength} printable ASCII characters`);
  }
  return secret ?? randomToken();
}
