// How many device codes there may be: from one source and from its network, over HTTP on both stores.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createDeviceCodeLimits } from '../../../src/oidc/device-grant/device-code-limits.ts';
import { type ClientWorld, openClientWorld } from '../../support/client-world.ts';
import { forEachStore } from '../../support/engines.ts';

forEachStore((_engine, openStore) => {
  const worlds: ClientWorld[] = [];
  after(() => Promise.all(worlds.map((world) => world.close())));

  test('sixty from one source in ten minutes, however many ask at once; another source is not held up', async () => {
    const world = await openClientWorld(openStore);
    worlds.push(world);
    await world.addClient({ id: 'terminal', preset: 'mutt' });
    const ask = (address: string) =>
      world.post('/device_authorization', { client_id: 'terminal', scope: 'mail' }, { address });
    const replies = [];
    for (let round = 0; round < 4; round += 1) {
      replies.push(...(await Promise.all(Array.from({ length: 17 }, () => ask('2001:db8::1')))));
    }
    const refused = replies.filter(({ status }) => status !== 200);
    assert.deepEqual([replies.length - refused.length, refused.length], [60, 8]);
    const [one] = refused;
    assert.deepEqual([one?.status, one?.body.error], [429, 'temporarily_unavailable']);
    assert.ok(Number(one?.headers.get('retry-after')) > 0);
    assert.equal((await ask('2001:db8::2')).status, 429, 'one /64 is one source');
    assert.equal((await ask('192.0.2.8')).status, 200);
  });

  test('a network has no more than five sources of it', async () => {
    let now = Date.now();
    const clock = { now: () => now };
    const limits = createDeviceCodeLimits({ store: await openStore({ clock }), clock });
    const take = (clientId: string, address: string) =>
      limits.take({ clientId, address }).then(
        () => true,
        () => false,
      );
    const taken = [];
    for (let at = 0; at < 310; at += 1) {
      taken.push(await take('terminal', `2001:db8:7:${at.toString(16)}::1`));
    }
    assert.equal(taken.filter((isTaken) => isTaken).length, 300);
    assert.equal(await take('other', '2001:db8:8::1'), true);
    now += 11 * 60_000;
    assert.equal(await take('terminal', '2001:db8:7::1'), true);
  });
});
