// How a record of the provider lies in the store: found by a hash, with copies of the fields it is searched by.

import type { AdapterPayload } from 'oidc-provider';
import { type Clock, epochSeconds } from '../../base/clock.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { StoredDocument } from '../../store/store.ts';

export interface RecordDocument extends StoredDocument {
  /** The provider's name for the kind of record: `AccessToken`, `Session`, … */
  readonly model: string;
  /** The payload as JSON text (its keys may be URLs); sealed where it holds what only its owner may know. */
  readonly payload: string;
  readonly accountId?: string;
  readonly clientId?: string;
  readonly grantId?: string;
  /** A session's `uid`, by which tokens bound to it find it. */
  readonly lookup?: string;
}

/** The provider judges `exp` itself; the store forgets a record a minute later, so that it can still say "expired". */
const keptAfterExpiryMs = 60_000;

/** The key of a record. Ids are bearer values and lie hashed; that of a grant opens nothing, and devices are listed by it. */
export function recordId(model: string, id: string): string {
  return `${model}.${model === 'Grant' ? id : sha256(id)}`;
}

/** When a record ends, in seconds since 1970: its own `exp`, else counted from now. */
export function recordExp(payload: AdapterPayload, expiresIn: number | undefined, clock: Clock): number {
  return payload.exp ?? epochSeconds(clock) + (expiresIn ?? 0);
}

/** When the store may forget a record with this `exp` (seconds), in milliseconds since 1970. */
export function recordExpiresAt(exp: number): number {
  return exp * 1000 + keptAfterExpiryMs;
}

/** The fields a record is searched by, copied out of its payload. */
export function recordKeys(
  payload: AdapterPayload,
): Pick<RecordDocument, 'accountId' | 'clientId' | 'grantId'> {
  const { accountId, clientId, grantId } = payload;
  return {
    ...(accountId === undefined ? {} : { accountId }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(grantId === undefined ? {} : { grantId }),
  };
}
