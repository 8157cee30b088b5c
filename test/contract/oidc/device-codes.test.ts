// Device codes on both stores, with a slow network in between: one browser, one decision, one redemption, one pace.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { createDeviceCodeAdapter } from '../../../src/oidc/device-grant/device-code-adapter.ts';
import { createDeviceCodes, type DeviceCodes } from '../../../src/oidc/device-grant/device-codes.ts';
import { createSealer } from '../../../src/secrets/sealing.ts';
import type { Store } from '../../../src/store/store.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

const sealer = createSealer([Buffer.alloc(32, 1)]);
const deviceCode = 'the-device-code-that-only-the-device-knows';
const userCode = 'WDJBMJHT';

interface Room {
  readonly adapter: Adapter;
  readonly codes: DeviceCodes;
  /** What a token request reads. */
  poll(): Promise<AdapterPayload | undefined>;
  now: number;
}

async function openRoom(store: Store): Promise<Room> {
  const clock = { now: () => room.now };
  const parts = { store, sealer, clock, userCodeKey: 'key' };
  const polled = createDeviceCodeAdapter({ ...parts, isPoll: () => true });
  const room: Room = {
    adapter: createDeviceCodeAdapter({ ...parts, isPoll: () => false }),
    codes: createDeviceCodes(parts),
    poll: async () => (await polled.find(deviceCode)) ?? undefined,
    now: Date.now(),
  };
  await room.adapter.upsert(deviceCode, payload(room), 600);
  return room;
}

function payload({ now }: Pick<Room, 'now'>, more: AdapterPayload = {}): AdapterPayload {
  const iat = Math.floor(now / 1000);
  const params = { client_id: 'c1', scope: 'mail' };
  return {
    kind: 'DeviceCode',
    iat,
    exp: iat + 600,
    jti: deviceCode,
    clientId: 'c1',
    userCode,
    params,
    ...more,
  };
}

const allowed = (room: Room) => payload(room, { accountId: 'a1', grantId: 'g1', scope: 'mail' });
const refused = (room: Room) => payload(room, { error: 'access_denied', errorDescription: 'no' });

forEachStore((_engine, openTestStore) => {
  test('of twenty browsers that type a code at once one has it, and it alone may type it again', async () => {
    const { codes } = await openRoom(withLatency(await openTestStore()));
    const names = Array.from({ length: 20 }, (_, index) => `browser ${index}`);
    const entered = await Promise.all(names.map((name) => codes.enter('wdjb-mjht', name)));
    const [winner = ''] = names.filter((_, index) => entered[index] !== undefined);
    assert.equal(entered.filter((one) => one !== undefined).length, 1);
    assert.deepEqual(await codes.enter(userCode, winner), {
      deviceCode,
      params: { client_id: 'c1', scope: 'mail' },
    });
    assert.equal(await codes.enter(userCode, 'somebody else'), undefined);
  });

  test('of an approval and a refusal at one moment one counts, and the device learns that one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const room = await openRoom(withLatency(await openTestStore()));
      const [allow, refuse] = await Promise.allSettled([
        room.adapter.upsert(deviceCode, allowed(room), 600),
        room.adapter.upsert(deviceCode, refused(room), 600),
      ]);
      const found = await room.poll();
      assert.equal(found?.accountId === 'a1', allow.status === 'fulfilled');
      assert.equal(found?.error === 'access_denied', refuse.status === 'fulfilled');
      assert.notEqual(allow.status, refuse.status);
    }
  });

  test('what was decided is not decided again, and a fault on the way decides nothing', async () => {
    const room = await openRoom(await openTestStore());
    await room.adapter.upsert(deviceCode, payload(room, { error: 'server_error' }), 600);
    assert.equal((await room.poll())?.error, undefined);
    await room.adapter.upsert(deviceCode, refused(room), 600);
    await assert.rejects(
      async () => room.adapter.upsert(deviceCode, allowed(room), 600),
      errors.InvalidRequest,
    );
    assert.equal((await room.poll())?.accountId, undefined);
    assert.equal(await room.codes.enter(userCode, 'browser'), undefined);
  });

  test('an approval behind the last moment of the code is none', async () => {
    const room = await openRoom(await openTestStore());
    const late = allowed(room);
    room.now += 600_001;
    await assert.rejects(async () => room.adapter.upsert(deviceCode, late, 600), errors.InvalidRequest);
    assert.equal(await room.codes.enter(userCode, 'browser'), undefined);
  });

  test('of twenty polls at once one is in time, and all others are told to slow down', async () => {
    const room = await openRoom(withLatency(await openTestStore()));
    const polls = await Promise.allSettled(Array.from({ length: 20 }, () => room.poll()));
    const slowed = polls.filter(({ status }) => status === 'rejected');
    assert.equal(slowed.length, 19);
    assert.ok(slowed.every((one) => 'reason' in one && one.reason instanceof errors.SlowDown));
    // Nobody who had asked too often is kept from an answer that is there.
    await room.adapter.upsert(deviceCode, allowed(room), 600);
    assert.equal((await room.poll())?.accountId, 'a1');
  });

  test('of twenty redemptions at once one succeeds', async () => {
    const room = await openRoom(withLatency(await openTestStore()));
    await room.adapter.upsert(deviceCode, allowed(room), 600);
    const spent = await Promise.allSettled(
      Array.from({ length: 20 }, async () => {
        await room.poll();
        await room.adapter.consume(deviceCode);
      }),
    );
    assert.equal(spent.filter(({ status }) => status === 'fulfilled').length, 1);
    await assert.rejects(room.poll(), errors.InvalidGrant);
    room.now += 5000;
    // From then on the provider takes it for a stolen one, and ends the grant.
    assert.equal(typeof (await room.poll())?.consumed, 'number');
  });

  test('two devices never show the same code', async () => {
    const room = await openRoom(await openTestStore());
    await assert.rejects(async () => room.adapter.upsert('another', payload(room), 600), {
      code: 'too-busy',
    });
  });

  test('who has the store has neither a code to type nor one to redeem', async () => {
    const store = await openTestStore();
    const room = await openRoom(store);
    await room.codes.enter(userCode, 'what the browser knows');
    await room.adapter.upsert(deviceCode, allowed(room), 600);
    const dump = JSON.stringify(await store.collection('records').page({ limit: 100 }));
    for (const secret of [
      deviceCode,
      userCode,
      'WDJB',
      'what the browser knows',
      'access_denied',
      'params',
    ]) {
      assert.ok(!dump.includes(secret), secret);
    }
    // Another key, as somebody without it would have to guess: the code leads nowhere.
    const foreign = createDeviceCodes({
      store,
      sealer,
      clock: { now: () => room.now },
      userCodeKey: 'other',
    });
    assert.equal(await foreign.enter(userCode, 'what the browser knows'), undefined);
  });
});
