// The provider's records on both stores: used once, ended for good, hashed or sealed at rest, and nothing reaches too far.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { systemClock } from '../../../src/base/clock.ts';
import { createDevices } from '../../../src/oidc/devices.ts';
import { createRecordAdapter } from '../../../src/oidc/records/record-adapter.ts';
import { createRefreshTokenForm } from '../../../src/oidc/records/refresh-token-form.ts';
import { createSealer } from '../../../src/secrets/sealing.ts';
import type { CollectionName, Store } from '../../../src/store/store.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

const sealer = createSealer([Buffer.alloc(32, 1)]);
const exp = Math.floor(Date.now() / 1000) + 3600;

function createAdapters(store: Store): (model: string) => Adapter {
  const clock = systemClock;
  const form = createRefreshTokenForm('key');
  const devices = createDevices({ store, clock });
  const features = { deviceFlow: false };
  const parts = { store, sealer, clock, form, devices, features };
  const factory = createRecordAdapter({
    ...parts,
    graceSeconds: () => 60,
    userCodeKey: 'key',
    isPoll: () => false,
  });
  // The provider asks for either a class or a function; ours is a function.
  return factory as (model: string) => Adapter;
}

const payload = (kind: string, more: AdapterPayload = {}): AdapterPayload => ({
  kind,
  exp,
  accountId: 'a1',
  clientId: 'c1',
  grantId: 'g1',
  ...more,
});

/** All that lies in the store, as somebody reads it who has the database only. */
async function dump(store: Store, ...names: readonly CollectionName[]): Promise<string> {
  const pages = await Promise.all(names.map((name) => store.collection(name).page({ limit: 1000 })));
  return JSON.stringify(pages);
}

forEachStore((_engine, openTestStore) => {
  for (const model of ['AuthorizationCode', 'AccessToken', 'Session', 'Grant', 'Interaction']) {
    test(`${model}: what was saved is found, nested parts and odd keys included, until it is destroyed`, async () => {
      const adapter = createAdapters(await openTestStore())(model);
      const saved = payload(model, {
        resources: { 'urn:postern:mail': 'mail', 'https://a.test/x.y': '$z' },
        claims: { id_token: { 'a.b': null } },
        amr: ['pwd', 'otp'],
        uid: 'u1',
      } as AdapterPayload);
      await adapter.upsert('id-1', { ...saved, jti: 'id-1' }, 3600);
      assert.deepEqual(await adapter.find('id-1'), { ...saved, jti: 'id-1' });
      assert.equal(await adapter.find('id-2'), undefined);
      await adapter.destroy('id-1');
      assert.equal(await adapter.find('id-1'), undefined);
    });
  }

  test('twenty that use one code at once: one succeeds, the others are refused, 50 rounds', async () => {
    const adapter = createAdapters(withLatency(await openTestStore(), 2))('AuthorizationCode');
    for (let round = 0; round < 50; round += 1) {
      const id = `code-${round}`;
      await adapter.upsert(id, payload('AuthorizationCode'), 60);
      const uses = await Promise.allSettled(Array.from({ length: 20 }, async () => adapter.consume(id)));
      assert.equal(uses.filter(({ status }) => status === 'fulfilled').length, 1, `round ${round}`);
      assert.equal(typeof (await adapter.find(id))?.consumed, 'number');
    }
  });

  test('a used code cannot be made unused by being saved again', async () => {
    const adapter = createAdapters(await openTestStore())('AuthorizationCode');
    await adapter.upsert('code', payload('AuthorizationCode'), 60);
    await adapter.consume('code');
    await assert.rejects(async () => adapter.upsert('code', payload('AuthorizationCode'), 60));
    assert.equal(typeof (await adapter.find('code'))?.consumed, 'number');
  });

  test('an interaction is resumed once: of twenty, one', async () => {
    const adapter = createAdapters(withLatency(await openTestStore()))('Interaction');
    await adapter.upsert('uid', payload('Interaction'), 3600);
    const ends = await Promise.allSettled(Array.from({ length: 20 }, async () => adapter.destroy('uid')));
    assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  test('a replayed proof is refused', async () => {
    const adapter = createAdapters(withLatency(await openTestStore()))('ReplayDetection');
    const saves = await Promise.allSettled(
      Array.from({ length: 20 }, async () => adapter.upsert('jti', { iss: 'x', exp }, 60)),
    );
    assert.equal(saves.filter(({ status }) => status === 'fulfilled').length, 1);
    const refused = saves.filter((save) => save.status === 'rejected').map(({ reason }) => reason);
    assert.deepEqual(
      new Set(refused.map(({ status, message }) => `${status} ${message}`)),
      new Set(['401 invalid_client']),
      'as one that comes later',
    );
  });

  for (const model of ['Session', 'Grant'] as const) {
    test(`${model}: once ended, a request that read it before cannot write it back`, async () => {
      const adapter = createAdapters(withLatency(await openTestStore()))(model);
      await adapter.upsert('id', payload(model, { uid: 'u1' }), 3600);
      const late = Array.from({ length: 10 }, async () =>
        adapter.upsert('id', payload(model, { uid: 'u1' }), 3600),
      );
      await Promise.all([...late, adapter.destroy('id')]);
      await adapter.upsert('id', payload(model, { uid: 'u1' }), 3600);
      assert.equal(await adapter.find('id'), undefined);
      assert.equal(await adapter.findByUid('u1'), undefined);
    });
  }

  test('a session that gets a new id has no twin', async () => {
    const adapter = createAdapters(await openTestStore())('Session');
    await adapter.upsert('old', payload('Session', { uid: 'u1' }), 3600);
    await adapter.destroy('old');
    await adapter.upsert('new', payload('Session', { uid: 'u1', acr: 'x' }), 3600);
    assert.equal(await adapter.find('old'), undefined);
    assert.equal((await adapter.findByUid('u1'))?.acr, 'x');
    await adapter.destroy('new');
    assert.equal(await adapter.findByUid('u1'), undefined);
  });

  test('revoking the tokens of one kind and grant leaves every other', async () => {
    const adapters = createAdapters(await openTestStore());
    const [codes, tokens] = [adapters('AuthorizationCode'), adapters('AccessToken')];
    await tokens.upsert('t1', payload('AccessToken'), 60);
    await tokens.upsert('t2', payload('AccessToken', { grantId: 'g2' }), 60);
    await codes.upsert('c1', payload('AuthorizationCode'), 60);
    await tokens.revokeByGrantId('g1');
    assert.equal(await tokens.find('t1'), undefined);
    assert.equal((await tokens.find('t2'))?.grantId, 'g2');
    assert.equal((await codes.find('c1'))?.grantId, 'g1');
  });

  test('a record just past its end is still told from one that never was', async () => {
    const adapter = createAdapters(await openTestStore())('AccessToken');
    const now = Math.floor(Date.now() / 1000);
    await adapter.upsert('just-over', payload('AccessToken', { exp: now - 30 }), 60);
    await adapter.upsert('long-over', payload('AccessToken', { exp: now - 90 }), 60);
    assert.equal((await adapter.find('just-over'))?.exp, now - 30);
    assert.equal(await adapter.find('long-over'), undefined);
  });

  test('ending a device ends its grant, its tokens and nobody else’s', async () => {
    const store = await openTestStore();
    const adapters = createAdapters(store);
    const devices = createDevices({ store, clock: systemClock });
    for (const grantId of ['g1', 'g2']) {
      await adapters('Grant').upsert(grantId, payload('Grant'), 3600);
      await adapters('AccessToken').upsert(`t-${grantId}`, payload('AccessToken', { grantId }), 60);
      const place = { clientId: 'c1', name: 'Mail', address: '192.0.2.7', userAgent: '', factor: 2 } as const;
      await devices.connect({ id: grantId, accountId: 'a1', ...place });
      await devices.noteUse(grantId, '192.0.2.8');
    }
    assert.equal(await devices.end('a2', 'g1'), false, 'another account’s device');
    assert.equal(await devices.end('a1', 'g1'), true);
    assert.equal(await devices.end('a1', 'g1'), false);
    assert.equal(await adapters('Grant').find('g1'), undefined);
    assert.equal(await adapters('AccessToken').find('t-g1'), undefined);
    assert.equal((await adapters('AccessToken').find('t-g2'))?.grantId, 'g2');
    const [left, ...more] = await devices.list('a1');
    assert.equal(left?.id, 'g2');
    assert.equal(left?.lastAddress, '192.0.2.8');
    assert.deepEqual(more, []);
  });

  test('no id that opens something can be read out of the store', async () => {
    const store = await openTestStore();
    const adapters = createAdapters(store);
    const ids = ['AuthorizationCode', 'AccessToken', 'Session', 'Interaction'].map(
      (model) => `raw-id-of-${model}`,
    );
    for (const id of ids) {
      const model = id.replace('raw-id-of-', '');
      const request = { session: { uid: 'u', cookie: 'raw-id-of-a-browser' }, params: { nonce: 'n-0S6' } };
      const more = model === 'Interaction' ? request : {};
      await adapters(model).upsert(id, payload(model, { jti: id, ...more } as AdapterPayload), 60);
    }
    const text = await dump(store, 'records');
    for (const secret of [...ids, 'raw-id-of-a-browser']) {
      assert.ok(!text.includes(secret), secret);
    }
    const interaction = await store
      .collection('records')
      .page({ key: 'id', prefix: 'Interaction.', limit: 10 });
    assert.equal(interaction.documents.length, 1);
    assert.ok(!JSON.stringify(interaction).includes('n-0S6'), 'an interaction is sealed');
  });
});
