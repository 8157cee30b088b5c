// Device codes in the store: sealed, found by their user code through a keyed hash, bound to the browser that types it first.

import type { AdapterPayload } from 'oidc-provider';
import type { Clock } from '../../base/clock.ts';
import { keyedHash, sha256 } from '../../secrets/hashing.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { Collection, Store } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type RecordDocument, recordId } from '../records/record.ts';
import type { Poll } from './polling.ts';
import { readUserCode } from './user-code.ts';

export interface DeviceCodeDocument extends RecordDocument {
  /** Hash of what the browser is known by that typed the user code first: no other can allow or refuse it. */
  readonly browser?: string;
  /** When the device asked last. */
  readonly poll?: Poll;
  /** It was allowed or refused: that is not changed any more. */
  readonly settled?: true;
}

export interface DeviceCodeParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Secret: a user code has too few bits for a bare hash. */
  readonly userCodeKey: string;
}

/** A device that waits for its person. */
export interface WaitingDevice {
  readonly deviceCode: string;
  /** What the device asked for: the parameters of its request. */
  readonly params: Readonly<Record<string, unknown>>;
}

export interface DeviceCodes {
  /**
   * The device that shows this code; from now on it is this browser's. Undefined: there is none, it was decided, has
   * expired, or is another browser's.
   */
  enter(typed: string, browser: string): Promise<WaitingDevice | undefined>;
}

export const deviceCodeModel = 'DeviceCode';

export function createDeviceCodes(parts: DeviceCodeParts): DeviceCodes {
  const { sealer, clock } = parts;
  const records = deviceCodeRecords(parts);
  return {
    enter: async (typed, browser) => {
      const userCode = readUserCode(typed);
      const pointer =
        userCode === undefined ? undefined : await records.find(pointerId(parts.userCodeKey, userCode));
      if (pointer === undefined) {
        return undefined;
      }
      const deviceCode = sealer.open(pointer.payload, contextOf(pointer.id));
      const own = sha256(browser);
      const payload = await update(records, recordId(deviceCodeModel, deviceCode), (current) => {
        const found = openPayload(sealer, current);
        const isFree = current.browser === undefined || current.browser === own;
        if (!isWaiting(current, found, clock) || !isFree) {
          return { result: undefined };
        }
        return current.browser === own
          ? { result: found }
          : { next: { ...current, browser: own }, result: found };
      });
      return typeof payload === 'object' ? { deviceCode, params: payload.params ?? {} } : undefined;
    },
  };
}

export function deviceCodeRecords({ store }: Pick<DeviceCodeParts, 'store'>): Collection<DeviceCodeDocument> {
  return store.collection<DeviceCodeDocument>('records');
}

/** The document that leads from a user code to its device code; nobody can make it without the key. */
export function pointerId(userCodeKey: string, userCode: string): string {
  return `UserCode.${keyedHash(userCodeKey, userCode)}`;
}

/** What a record is sealed for: moved to another place it does not open. */
export function contextOf(id: string): string {
  return `record:${id}`;
}

export function openPayload(sealer: Sealer, { id, payload }: DeviceCodeDocument): AdapterPayload {
  return JSON.parse(sealer.open(payload, contextOf(id)));
}

/** Neither decided nor redeemed, and its time has not run out. */
export function isWaiting(
  { settled, spentAt }: DeviceCodeDocument,
  { exp = 0 }: AdapterPayload,
  clock: Clock,
): boolean {
  return settled === undefined && spentAt === undefined && clock.now() < exp * 1000;
}
