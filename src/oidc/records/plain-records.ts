// The provider's adapter for everything that is one document a record: codes, access tokens, grants, interactions.

import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Clock } from '../../base/clock.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { Collection } from '../../store/store.ts';
import { isAccessTokenRevocation } from './access-token-revocation.ts';
import { type RecordDocument, recordExp, recordExpiresAt, recordId, recordKeys } from './record.ts';

/** Written once and never again: an id that is taken is a replay, and `consumed` can never be cleared by a second write. */
const writtenOnce: ReadonlySet<string> = new Set(['AuthorizationCode', 'AccessToken', 'ReplayDetection']);
/** Sealed whole: the request of a person who is just signing in. */
const sealed: ReadonlySet<string> = new Set(['Interaction']);

export interface RecordParts {
  readonly records: Collection<RecordDocument>;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/** `Adapter` of oidc-provider: ids are hashed at rest, `consume` succeeds for exactly one caller. */
export function createPlainRecords(model: string, { records, sealer, clock }: RecordParts): Adapter {
  const context = (id: string): string => `record:${id}`;
  const write = (id: string, payload: AdapterPayload): string => {
    const text = JSON.stringify(payload);
    return sealed.has(model) ? sealer.seal(text, context(id)) : text;
  };
  const read = ({ id, payload }: RecordDocument): AdapterPayload =>
    JSON.parse(sealed.has(model) ? sealer.open(payload, context(id)) : payload);

  return {
    upsert: async (rawId, payload, expiresIn) => {
      const { jti, ...kept } = withoutSessionId(payload);
      const id = recordId(model, rawId);
      const exp = recordExp(payload, expiresIn, clock);
      const document = {
        id,
        model,
        payload: write(id, kept),
        ...recordKeys(payload),
        expiresAt: recordExpiresAt(exp),
      };
      if (!writtenOnce.has(model)) {
        await records.put(document);
      } else if ((await records.insert(document)) === 'taken') {
        throw new errors.InvalidRequest(`${model} was used before`);
      }
    },
    find: async (rawId) => {
      const document = await records.find(recordId(model, rawId));
      return document && { ...read(document), jti: rawId, ...consumedAt(document) };
    },
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    consume: async (rawId) => {
      if (!(await records.spend(recordId(model, rawId)))) {
        throw new errors.InvalidGrant(`${model} was used before`);
      }
    },
    destroy: async (rawId) => {
      const removed = await records.remove(recordId(model, rawId));
      // An interaction is resumed once: who comes second finds no sign-in to finish, and no second session begins.
      if (!removed && model === 'Interaction') {
        throw new errors.SessionNotFound('the interaction was resumed before');
      }
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

/** An interaction holds the raw id of the browser's session, and nobody reads it there. */
function withoutSessionId(payload: AdapterPayload): AdapterPayload {
  if (payload.kind !== 'Interaction' || payload.session === undefined) {
    return payload;
  }
  const { cookie, ...session } = payload.session as Record<string, unknown>;
  return { ...payload, session } as AdapterPayload;
}
