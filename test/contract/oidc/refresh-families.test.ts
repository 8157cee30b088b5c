// Refresh tokens on both stores: a chain has one living end, whoever races; a repeat is answered or ends it, by the clock.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { createRefreshFamilies } from '../../../src/oidc/records/refresh-families.ts';
import { createRefreshTokenForm } from '../../../src/oidc/records/refresh-token-form.ts';
import type { Store } from '../../../src/store/store.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

const form = createRefreshTokenForm('key');
const graceSeconds = 60;
const isInvalidGrant = { message: 'invalid_grant' };

function createWorld(store: Store) {
  let now = Date.now();
  const families = createRefreshFamilies({
    families: store.collection('refreshFamilies'),
    form,
    graceSeconds: () => graceSeconds,
    clock: { now: () => now },
  });
  const payload = (grantId = 'g1'): AdapterPayload => ({
    accountId: 'a1',
    clientId: 'c1',
    grantId,
    scope: 'mail',
    exp: Math.floor(Date.now() / 1000) + 1_000_000,
  });
  return {
    families,
    payload,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    begin: async (grantId?: string) => {
      const token = form.begin();
      await families.upsert(token, payload(grantId), 1_000_000);
      return token;
    },
  };
}

/** What the provider does with a refresh request that is allowed: find, consume, save the successor. */
async function refresh(families: Adapter, token: string, payload: AdapterPayload): Promise<string> {
  const found = await families.find(token);
  if (!found || found.consumed) {
    throw Object.assign(new Error('invalid_grant'), { consumed: found?.consumed });
  }
  await families.consume(token);
  const successor = form.successor(token);
  await families.upsert(successor, payload, 1_000_000);
  return successor;
}

forEachStore((_engine, openTestStore) => {
  test('a rotated token keeps what was granted', async () => {
    const { families, payload, begin } = createWorld(await openTestStore());
    const first = await begin();
    const second = await refresh(families, first, { ...payload(), iiat: 7 });
    const found = await families.find(second);
    assert.equal(found?.jti, second);
    assert.equal(found?.scope, 'mail');
    assert.equal(found?.iiat, 7);
    assert.equal(found?.consumed, undefined);
  });

  test('twenty that refresh one token at once all get the same successor, 50 rounds', async () => {
    const { families, payload, begin } = createWorld(withLatency(await openTestStore(), 2));
    let token = await begin();
    for (let round = 0; round < 50; round += 1) {
      const presented = token;
      const successors = await Promise.all(
        Array.from({ length: 20 }, () => refresh(families, presented, payload())),
      );
      assert.equal(new Set(successors).size, 1, `round ${round}`);
      token = successors[0] ?? '';
    }
    assert.equal(form.read(token)?.number, 50);
  });

  test('a chain of racing refreshes never forks: late ones are refused and end nothing', async () => {
    const { families, payload, begin } = createWorld(withLatency(await openTestStore(), 3));
    const first = await begin();
    const walk = async (): Promise<string> => {
      let token = first;
      for (let step = 0; step < 3; step += 1) {
        token = await refresh(families, token, payload()).catch(() => token);
      }
      return token;
    };
    await Promise.all(Array.from({ length: 10 }, walk));
    const living = [];
    for (let token = first, number = 0; number < 40; number += 1, token = form.successor(token)) {
      const found = await families.find(token).catch(() => undefined);
      if (found && !found.consumed) {
        living.push(number);
      }
    }
    // The end of the chain, and the one before it while its window is open.
    assert.equal(living.length, 2);
    assert.equal((living[1] ?? 0) - (living[0] ?? 0), 1);
  });

  test('a repeat within the window is answered with the same successor, after it with the end', async () => {
    const { families, payload, pass, begin } = createWorld(await openTestStore());
    const first = await begin();
    const second = await refresh(families, first, payload());
    pass(graceSeconds - 1);
    assert.equal(await refresh(families, first, payload()), second);
    pass(1);
    assert.equal(typeof (await families.find(first))?.consumed, 'number');
    assert.equal((await families.find(second))?.consumed, undefined);
  });

  test('a repeat within the window, after its successor was used, is refused and ends nothing', async () => {
    const { families, payload, pass, begin } = createWorld(await openTestStore());
    const first = await begin();
    const second = await refresh(families, first, payload());
    const third = await refresh(families, second, payload());
    await assert.rejects(async () => families.find(first), isInvalidGrant);
    assert.equal((await families.find(third))?.consumed, undefined);
    pass(graceSeconds);
    assert.equal(typeof (await families.find(first))?.consumed, 'number');
  });

  test('a number that was never given out is unknown', async () => {
    const { families, begin } = createWorld(await openTestStore());
    assert.equal(await families.find(form.successor(await begin())), undefined);
    assert.equal(await families.find(form.begin()), undefined);
    assert.equal(await families.find('garbage'), undefined);
  });

  test('a revoked chain cannot be rotated back to life by a request under way', async () => {
    const { families, payload, begin } = createWorld(await openTestStore());
    const token = await begin();
    const found = await families.find(token);
    assert.ok(found);
    await families.revokeByGrantId('g1');
    await assert.rejects(
      async () => families.upsert(form.successor(token), payload(), 1_000_000),
      isInvalidGrant,
    );
    assert.equal(await families.find(form.successor(token)), undefined);
  });

  test('revoking one grant, or destroying one chain, leaves the others', async () => {
    const { families, begin } = createWorld(await openTestStore());
    const [one, two, three] = [await begin('g1'), await begin('g2'), await begin('g3')];
    await families.revokeByGrantId('g1');
    await families.destroy(two);
    assert.equal(await families.find(one), undefined);
    assert.equal(await families.find(two), undefined);
    assert.equal((await families.find(three))?.grantId, 'g3');
  });

  test('nothing usable is at rest', async () => {
    const store = await openTestStore();
    const { families, payload, begin } = createWorld(store);
    const first = await begin();
    const second = await refresh(families, first, payload());
    const [document] = await store.collection('refreshFamilies').findBy('grantId', 'g1');
    const text = JSON.stringify(document);
    for (const token of [first, second, form.successor(second)]) {
      assert.ok(!text.includes(token.split('.')[2] ?? ''), 'a token can be read out of the store');
    }
  });
});
