// Clients that registered themselves: made as strangers, forgotten within a day unless somebody signs in with them.

import type { AttemptPolicy } from '../../accounts/attempts/attempt-count.ts';
import { createAttempts, type Throttled } from '../../accounts/attempts/attempts.ts';
import type { Clock } from '../../base/clock.ts';
import { randomId } from '../../base/random-ids.ts';
import { sourcePrefix } from '../../base/source-prefix.ts';
import type { Settings } from '../../config/settings.ts';
import type { Store } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import type { ApplicationDocument } from '../clients/client-document.ts';
import { readRedirectUris } from '../clients/redirect-uris.ts';
import { sourceNetwork } from '../tokens/source-network.ts';
import type { RegistrationRequest } from './registration-request.ts';

export interface RegisteredClient {
  readonly outcome: 'registered';
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface Registrations {
  /** The address is that of whoever asks: so many an hour from it, more from its network, and so many a day in all. */
  register(request: RegistrationRequest, address: string): Promise<RegisteredClient | Throttled>;
  /** Somebody was given tokens for it: it stays. */
  keep(clientId: string): Promise<void>;
}

export interface RegistrationsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'registrationsPerHour' | 'registrationLife'>;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** A network, /48 of IPv6 or /24 of IPv4, may register as many as so many addresses. */
const addressesOfNetwork = 5;
/** In all: whoever has any number of addresses fills no store. */
const mostInDay = 1000;

export function createRegistrations({ store, clock, settings }: RegistrationsParts): Registrations {
  const documents = store.collection<ApplicationDocument>('clients');
  const attempts = createAttempts({ store, clock });
  const most = settings.registrationsPerHour;
  const perHour = limit(most, hourMs);
  const perNetwork = limit(most * addressesOfNetwork, hourMs);
  const perDay = limit(mostInDay, dayMs);

  return {
    register: async (request, address) => {
      const reserved = await attempts.reserve([
        { id: `registration:${sourcePrefix(address)}`, policy: perHour },
        { id: `registration-network:${sourceNetwork(address)}`, policy: perNetwork },
        { id: 'registrations', policy: perDay },
      ]);
      if (reserved.outcome === 'throttled') {
        return reserved;
      }
      const id = `open-${randomId()}`;
      const createdAt = clock.now();
      const name = request.name ?? id;
      const outcome = await documents.insert({
        id,
        kind: 'client',
        preset: 'native',
        name,
        redirectUris: readRedirectUris('native', request.redirectUris),
        postLogoutRedirectUris: [],
        registration: registrationOf(request, address),
        createdAt,
        expiresAt: createdAt + settings.registrationLife * 1000,
      });
      // Every one of them counts, whatever comes of it.
      await reserved.fail();
      if (outcome === 'taken') {
        throw new Error('a random id was taken');
      }
      return { outcome: 'registered', id, name, createdAt };
    },
    keep: async (clientId) => {
      await update(documents, clientId, (current) => {
        const { expiresAt, ...lasting } = current;
        return expiresAt === undefined ? { result: undefined } : { next: lasting, result: undefined };
      });
    },
  };
}

function limit(failures: number, withinMs: number): AttemptPolicy {
  return { free: failures, most: { failures, withinMs }, forgetAfterMs: withinMs };
}

function registrationOf(
  { scope, softwareId, softwareVersion }: RegistrationRequest,
  address: string,
): NonNullable<ApplicationDocument['registration']> {
  return {
    address,
    ...(scope === undefined ? {} : { scope }),
    ...(softwareId === undefined ? {} : { softwareId }),
    ...(softwareVersion === undefined ? {} : { softwareVersion }),
  };
}
