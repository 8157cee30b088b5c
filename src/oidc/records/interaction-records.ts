// The provider's adapter for interactions: sealed, resumed once, and not written back by whoever comes late.

import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { updateOrInsert } from '../../store/update.ts';
import type { RecordParts } from './plain-records.ts';
import { type RecordDocument, recordExp, recordExpiresAt, recordId } from './record.ts';

const model = 'Interaction';

/** `Adapter` of oidc-provider. An interaction holds the request of a person who is just signing in. */
export function createInteractionRecords({ records, sealer, clock }: RecordParts): Adapter {
  const context = (id: string): string => `record:${id}`;
  const refuse = async (): Promise<never> => {
    throw new Error('an interaction is found by its id, and resumed');
  };
  return {
    upsert: (rawId, payload, expiresIn) => {
      const { jti, ...kept } = withoutSessionId(payload);
      const id = recordId(model, rawId);
      const next = {
        id,
        model,
        payload: sealer.seal(JSON.stringify(kept), context(id)),
        expiresAt: recordExpiresAt(recordExp(payload, expiresIn, clock)),
      };
      // Once resumed it stays so: a second click that finishes it a moment later begins no second session.
      return updateOrInsert<RecordDocument, undefined>(records, id, (current) =>
        current?.spentAt === undefined ? { next, result: undefined } : { result: undefined },
      );
    },
    find: async (rawId) => {
      const document = await records.find(recordId(model, rawId));
      return document === undefined || document.spentAt !== undefined
        ? undefined
        : { ...JSON.parse(sealer.open(document.payload, context(document.id))), jti: rawId };
    },
    destroy: async (rawId) => {
      if (!(await records.spend(recordId(model, rawId)))) {
        throw new errors.SessionNotFound('the interaction was resumed before');
      }
    },
    findByUid: refuse,
    findByUserCode: refuse,
    consume: refuse,
    revokeByGrantId: async () => undefined,
  };
}

/** An interaction holds the raw id of the browser's session, and nobody reads it there. */
function withoutSessionId(payload: AdapterPayload): AdapterPayload {
  if (payload.session === undefined) {
    return payload;
  }
  const { cookie, ...session } = payload.session as Record<string, unknown>;
  return { ...payload, session } as AdapterPayload;
}
