// The provider's adapter for everything that is one document a record and nothing more: codes and access tokens.

import { type Adapter, errors } from 'oidc-provider';
import type { Clock } from '../../base/clock.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { Collection } from '../../store/store.ts';
import { isAccessTokenRevocation } from './access-token-revocation.ts';
import { type RecordDocument, recordExp, recordExpiresAt, recordId, recordKeys } from './record.ts';

export interface RecordParts {
  readonly records: Collection<RecordDocument>;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/** `Adapter` of oidc-provider: ids are hashed at rest, written once, and `consume` succeeds for exactly one caller. */
export function createPlainRecords(model: string, { records, clock }: RecordParts): Adapter {
  return {
    upsert: async (rawId, payload, expiresIn) => {
      const { jti, ...kept } = payload;
      const outcome = await records.insert({
        id: recordId(model, rawId),
        model,
        payload: JSON.stringify(kept),
        ...recordKeys(payload),
        expiresAt: recordExpiresAt(recordExp(payload, expiresIn, clock)),
      });
      // A second write could clear `consumed`; for proofs that are used once it is the replay itself.
      if (outcome === 'taken') {
        throw model === 'ReplayDetection'
          ? new errors.InvalidClientAuth('a signed request is used once')
          : new errors.InvalidRequest(`${model} was used before`);
      }
    },
    find: async (rawId) => {
      const document = await records.find(recordId(model, rawId));
      return document && { ...JSON.parse(document.payload), jti: rawId, ...consumedAt(document) };
    },
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    consume: async (rawId) => {
      if (!(await records.spend(recordId(model, rawId)))) {
        throw new errors.InvalidGrant(`${model} was used before`);
      }
    },
    destroy: async (rawId) => {
      await records.remove(recordId(model, rawId));
    },
    revokeByGrantId: async (grantId) => {
      if (!isAccessTokenRevocation()) {
        const found = await records.findBy('grantId', grantId);
        const own = found.filter((document) => document.model === model);
        await Promise.all(own.map((document) => records.remove(document.id)));
      }
    },
  };
}

/** Seconds since 1970, as the provider marks what was used; absent while it was not. */
function consumedAt({ spentAt }: RecordDocument): { consumed?: number } {
  return spentAt === undefined ? {} : { consumed: Math.floor(spentAt / 1000) };
}
