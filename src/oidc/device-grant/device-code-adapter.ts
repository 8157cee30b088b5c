// The provider's adapter for device codes: decided once, asked for at a measured pace, redeemed once.

import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { AppError } from '../../base/app-error.ts';
import { update } from '../../store/update.ts';
import { recordExp, recordExpiresAt, recordId, recordKeys } from '../records/record.ts';
import { createDeviceCodeLimits } from './device-code-limits.ts';
import {
  contextOf,
  type DeviceCodeDocument,
  type DeviceCodeParts,
  deviceCodeModel,
  deviceCodeRecords,
  isWaiting,
  openPayload,
  pointerId,
} from './device-codes.ts';
import { judgePoll } from './polling.ts';

export interface DeviceCodeAdapterParts extends DeviceCodeParts {
  /** Whether the device itself asks, at the token endpoint. */
  isPoll(): boolean;
}

/** Whoever sends the same request twice at once has not stolen a code: what was issued to the first of them stays. */
const sameMomentMs = 1000;

/** `Adapter` of oidc-provider. */
export function createDeviceCodeAdapter(parts: DeviceCodeAdapterParts): Adapter {
  const { sealer, clock } = parts;
  const records = deviceCodeRecords(parts);
  const limits = createDeviceCodeLimits(parts);

  const seal = (id: string, { jti: _, ...kept }: AdapterPayload): string =>
    sealer.seal(JSON.stringify(kept), contextOf(id));

  const insert = async (rawId: string, payload: AdapterPayload, expiresAt: number): Promise<void> => {
    const { address } = Object(payload.deviceInfo);
    await limits.take({ clientId: payload.clientId ?? '', address: String(address) });
    const pointer = pointerId(parts.userCodeKey, payload.userCode ?? '');
    const id = recordId(deviceCodeModel, rawId);
    const common = { ...recordKeys(payload), expiresAt };
    const leads = {
      id: pointer,
      model: 'UserCode',
      payload: sealer.seal(rawId, contextOf(pointer)),
      ...common,
    };
    if ((await records.insert(leads)) === 'taken') {
      throw new AppError('too-busy', { detail: 'another device shows the same user code' });
    }
    await records.insert({ id, model: deviceCodeModel, payload: seal(id, payload), ...common });
  };

  /** Of all decisions about a code the first one counts. Throws where this one came too late, and would be another. */
  const settle = async (id: string, payload: AdapterPayload): Promise<void> => {
    const outcome = await update(records, id, (current) => {
      if (!isWaiting(current, payload, clock)) {
        const isSame = payload.error !== undefined && openPayload(sealer, current).error !== undefined;
        return { result: isSame ? 'settled' : 'too-late' };
      }
      const next = { ...current, ...recordKeys(payload), payload: seal(id, payload), settled: true } as const;
      return { next, result: 'settled' };
    });
    if (outcome !== 'settled') {
      throw new DeviceCodeOverError('the device code has expired, or was decided before');
    }
  };

  /** The device asks whether it was decided: counted in one conditional write, in whatever process. */
  const poll = async (id: string): Promise<DeviceCodeDocument | undefined> => {
    const polled = await update(records, id, (current) => {
      if (!isWaiting(current, openPayload(sealer, current), clock)) {
        return { result: { document: current, isTooFast: false } };
      }
      const { poll, isTooFast } = judgePoll(current.poll, clock.now());
      return { next: { ...current, poll }, result: { document: current, isTooFast } };
    });
    if (typeof polled === 'string') {
      return undefined;
    }
    if (polled.isTooFast) {
      throw new errors.SlowDown();
    }
    if (clock.now() - (polled.document.spentAt ?? 0) < sameMomentMs) {
      throw alreadyRedeemed();
    }
    return polled.document;
  };

  return {
    upsert: async (rawId, payload, expiresIn) => {
      const id = recordId(deviceCodeModel, rawId);
      const isNew =
        payload.accountId === undefined && payload.error === undefined && payload.inFlight !== true;
      if (isNew) {
        return insert(rawId, payload, recordExpiresAt(recordExp(payload, expiresIn, clock)));
      }
      const decision = readDecision(payload);
      return decision && settle(id, decision);
    },
    find: async (rawId) => {
      const id = recordId(deviceCodeModel, rawId);
      const document = parts.isPoll() ? await poll(id) : await records.find(id);
      return document && { ...openPayload(sealer, document), jti: rawId, ...consumedAt(document) };
    },
    consume: async (rawId) => {
      if (!(await records.spend(recordId(deviceCodeModel, rawId)))) {
        throw alreadyRedeemed();
      }
    },
    destroy: async (rawId) => {
      await records.remove(recordId(deviceCodeModel, rawId));
    },
    revokeByGrantId: async (grantId) => {
      const found = await records.findBy('grantId', grantId);
      const own = found.filter(({ model }) => model === deviceCodeModel);
      await Promise.all(own.map(({ id }) => records.remove(id)));
    },
    // The page where people type it is ours, and looks by `createDeviceCodes`.
    findByUserCode: async () => undefined,
    findByUid: async () => undefined,
  };
}

/** A person's decision; the provider saves every fault of the way there as one, and that would be the end of the code. */
function readDecision(payload: AdapterPayload): AdapterPayload | undefined {
  const { error, errorDescription, ...others } = payload;
  if (error === undefined) {
    return payload.accountId === undefined ? undefined : payload;
  }
  const isRefusal = error === 'access_denied' || error === 'unmet_authentication_requirements';
  // RFC 8628 section 3.5 knows one word for it.
  return isRefusal ? { ...others, error: 'access_denied', errorDescription: refused } : undefined;
}

const refused = 'the person did not allow it';

/** A decision that came too late: the page says so. */
export class DeviceCodeOverError extends errors.InvalidRequest {}

function alreadyRedeemed(): errors.InvalidGrant {
  return new errors.InvalidGrant('device code was used before');
}

/** Seconds since 1970, as the provider marks what was used. */
function consumedAt({ spentAt }: DeviceCodeDocument): { consumed?: number } {
  return spentAt === undefined ? {} : { consumed: Math.floor(spentAt / 1000) };
}
