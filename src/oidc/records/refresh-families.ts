// Refresh tokens: one document for each chain of rotations, so that a chain has one living end and cannot fork.

import { type Adapter, type AdapterPayload, errors, Provider } from 'oidc-provider';
import type { Clock } from '../../base/clock.ts';
import type { Collection, StoredDocument } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { isAccessTokenRevocation } from './access-token-revocation.ts';
import { recordExpiresAt, recordKeys } from './record.ts';
import type { RefreshTokenForm } from './refresh-token-form.ts';

export interface RefreshFamily extends StoredDocument {
  /** The number of the living token. */
  readonly current: number;
  /** The payload of the living token, as JSON text. */
  readonly payload: string;
  /** The newest rotations, oldest first: `number` was replaced at `at` (milliseconds since 1970). */
  readonly rotations: readonly { readonly number: number; readonly at: number }[];
  readonly accountId?: string;
  readonly clientId?: string;
  readonly grantId?: string;
}

export interface RefreshFamilyParts {
  readonly families: Collection<RefreshFamily>;
  readonly form: RefreshTokenForm;
  readonly clock: Clock;
  /** How long a replaced token is still answered with its successor, in seconds; the client under way decides. */
  graceSeconds(): number;
}

/**
 * `Adapter` of oidc-provider for its `RefreshToken` (RFC 9700 section 4.14.2, with a grace window).
 *
 * A rotation is one compare-and-set from number n to n+1; whoever repeats n within the window, before n+1 was used
 * itself, is given n+1 again. After the window the token is shown as consumed, and the provider ends the grant.
 */
export function createRefreshFamilies({ families, form, clock, graceSeconds }: RefreshFamilyParts): Adapter {
  const insert = async (family: string, payload: AdapterPayload): Promise<void> => {
    const outcome = await families.insert({ id: family, current: 0, rotations: [], ...kept(payload) });
    if (outcome === 'taken') {
      throw new errors.InvalidGrant('refresh token was issued before');
    }
  };
  const rotate = async (family: string, number: number, payload: AdapterPayload): Promise<void> => {
    const outcome = await update(families, family, (document) => {
      if (document.current === number) {
        return { result: 'issued before' as const };
      }
      if (document.current !== number - 1) {
        return { result: 'superseded' as const };
      }
      const now = clock.now();
      const graceMs = graceSeconds() * 1000;
      const fresh = document.rotations.filter((rotation) => rotation.at + graceMs > now);
      const rotations = [...fresh, { number: document.current, at: now }];
      return {
        next: { ...document, ...kept(payload), current: number, rotations },
        result: 'rotated' as const,
      };
    });
    if (outcome !== 'rotated' && outcome !== 'issued before') {
      throw new errors.InvalidGrant(`refresh token cannot be rotated: ${outcome}`);
    }
  };

  return {
    upsert: async (token, payload) => {
      const { family, number } = form.require(token);
      await (number === 0 ? insert(family, payload) : rotate(family, number, payload));
    },
    find: async (token) => {
      const place = form.read(token);
      const document = place && (await families.find(place.family));
      if (document === undefined || place === undefined || place.number > document.current) {
        return undefined;
      }
      const payload: AdapterPayload = { ...JSON.parse(document.payload), jti: token };
      if (place.number === document.current) {
        return payload;
      }
      const rotation = document.rotations.find(({ number }) => number === place.number);
      if (rotation === undefined || rotation.at + graceSeconds() * 1000 <= clock.now()) {
        return { ...payload, consumed: Math.floor(clock.now() / 1000) };
      }
      // Only a refresh is refused by it: who revokes or asks about an old token means the chain.
      if (place.number < document.current - 1 && isRefresh()) {
        throw new errors.InvalidGrant('refresh token was replaced, and its successor used');
      }
      return payload;
    },
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    // Writes nothing: the successor's `upsert` is the one conditional write that replaces the token.
    consume: async () => undefined,
    destroy: async (token) => {
      const place = form.read(token);
      if (place !== undefined) {
        await families.remove(place.family);
      }
    },
    revokeByGrantId: async (grantId) => {
      if (!isAccessTokenRevocation()) {
        await families.removeBy('grantId', grantId);
      }
    },
  };
}

/** Outside of a request, as in a test of this file, a search is a refresh. */
function isRefresh(): boolean {
  const route = Provider.ctx?.oidc.route;
  return route === undefined || route === 'token';
}

function kept(
  payload: AdapterPayload,
): Pick<RefreshFamily, 'payload' | 'accountId' | 'clientId' | 'grantId'> & { expiresAt: number } {
  const { jti, consumed, ...rest } = payload;
  return {
    payload: JSON.stringify(rest),
    ...recordKeys(payload),
    expiresAt: recordExpiresAt(payload.exp ?? 0),
  };
}
