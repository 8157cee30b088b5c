// The provider's adapter for sessions and grants: one that was ended stays ended, whatever request is still under way.

import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Clock } from '../../base/clock.ts';
import type { Collection } from '../../store/store.ts';
import { updateOrInsert } from '../../store/update.ts';
import { type RecordDocument, recordExp, recordExpiresAt, recordId, recordKeys } from './record.ts';

/** Longer than any request lasts: after that nobody can save what was ended. */
const endedKeptMs = 60 * 60 * 1000;
const ended = '';

export interface EndableRecordParts {
  readonly records: Collection<RecordDocument>;
  readonly clock: Clock;
}

/** `Adapter` of oidc-provider for `Session` and `Grant`. A session's `uid` is what tokens bound to it know. */
export function createEndableRecords(model: 'Session' | 'Grant', parts: EndableRecordParts): Adapter {
  const { records, clock } = parts;
  return {
    upsert: (rawId, payload, expiresIn) => {
      const { jti, ...kept } = payload;
      const exp = recordExp(payload, expiresIn, clock);
      const next = {
        id: recordId(model, rawId),
        model,
        payload: JSON.stringify(kept),
        ...recordKeys(payload),
        ...(payload.uid === undefined ? {} : { lookup: payload.uid }),
        expiresAt: recordExpiresAt(exp),
      };
      return updateOrInsert(records, next.id, (current) =>
        current?.payload === ended ? { result: undefined } : { next, result: undefined },
      );
    },
    find: async (rawId) => {
      const document = await records.find(recordId(model, rawId));
      return isLiving(document) ? { ...read(document), jti: rawId } : undefined;
    },
    findByUid: async (uid) => {
      const document = (await records.findBy('lookup', uid)).find(isLiving);
      return document && read(document);
    },
    findByUserCode: async () => undefined,
    consume: async () => undefined,
    destroy: (rawId) => endRecord(model, rawId, parts),
    revokeByGrantId: async () => undefined,
  };
}

/** Leaves a mark in the record's place, so that a request which read it before cannot write it back. */
export function endRecord(
  model: 'Session' | 'Grant',
  rawId: string,
  { records, clock }: EndableRecordParts,
): Promise<void> {
  const expiresAt = clock.now() + endedKeptMs;
  return records.put({ id: recordId(model, rawId), model, payload: ended, expiresAt });
}

function isLiving(document: RecordDocument | undefined): document is RecordDocument {
  return document !== undefined && document.payload !== ended;
}

function read(document: RecordDocument): AdapterPayload {
  return JSON.parse(document.payload);
}
