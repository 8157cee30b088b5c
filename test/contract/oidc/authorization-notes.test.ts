// What is noted of an authorization on both stores: for as long as its code may be redeemed, and for long once it was.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createDevices } from '../../../src/oidc/devices.ts';
import type { StoredDocument } from '../../../src/store/store.ts';
import { createMovedClock } from '../../support/accounts.ts';
import { type ClientWorld, challenge, loopback, openClientWorld } from '../../support/client-world.ts';
import { forEachStore } from '../../support/engines.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const codeSeconds = 600;
const home = '192.0.2.7';
const elsewhere = '198.51.100.9';
const allowed = { address: home, browser: 'Firefox (Linux)' } as const;
const device = {
  id: 'grant',
  accountId: 'alice',
  clientId: 'program',
  name: 'Program',
  address: home,
  userAgent: '',
  factor: 2,
} as const;

forEachStore((_engine, openStore) => {
  const worlds: ClientWorld[] = [];
  after(() => Promise.all(worlds.map((world) => world.close())));

  const open = async () => {
    const clock = createMovedClock();
    const store = await openStore({ clock });
    const devices = createDevices({ store, clock });
    const allow = async (address = home): Promise<void> => {
      await devices.noteAllowed('grant', { ...allowed, address }, codeSeconds);
      await devices.noteBrowser('grant', address, codeSeconds);
    };
    const find = async () => [
      (await devices.list('alice'))[0]?.allowed,
      await devices.findBrowserAddress('grant'),
    ];
    const count = async () => (await store.collection('lastUses').page({ limit: 10 })).documents.length;
    return { clock, devices, allow, find, count };
  };

  test('of one that nobody redeemed nothing is left once its code has ended', async () => {
    const { clock, allow, count } = await open();
    await allow();
    clock.advance(codeSeconds * 1000);
    assert.equal(await count(), 2);
    clock.advance(2 * minute);
    assert.equal(await count(), 0);
  });

  test('of one that was redeemed it is told for as long as the device may live', async () => {
    const { clock, devices, allow, find } = await open();
    await allow();
    clock.advance(codeSeconds * 1000);
    await devices.connect(device);
    clock.advance(399 * day);
    assert.deepEqual(await find(), [allowed, home]);
  });

  test('a program that was faster than the note has it as well', async () => {
    const { clock, devices, allow, find } = await open();
    await devices.connect(device);
    await allow();
    clock.advance(399 * day);
    assert.deepEqual(await find(), [allowed, home]);
  });

  test('another authorization that nobody redeemed takes nothing from the device that is there', async () => {
    const { clock, devices, allow, find } = await open();
    await allow(elsewhere);
    await devices.connect(device);
    clock.advance(day);
    await allow();
    clock.advance(399 * day);
    assert.deepEqual(await find(), [allowed, home]);
  });

  test('the authorization itself says how long its code works', async () => {
    const world = await openClientWorld(openStore);
    worlds.push(world);
    await world.addClient({ id: 'program', preset: 'native' });
    const notes = async (): Promise<readonly StoredDocument[]> => {
      const { documents } = await world.store.collection('lastUses').page({ limit: 10 });
      return documents.filter(({ id }) => id.endsWith('.allowed'));
    };
    await world.authorizeCode({
      client_id: 'program',
      redirect_uri: loopback,
      scope: 'mail',
      ...challenge,
    });
    const [waiting] = await notes();
    const left = (waiting?.expiresAt ?? 0) - Date.now();
    assert.ok(left > minute && left < 3 * minute, `${left} ms`);
    await world.connect('program');
    const [redeemed] = (await notes()).filter(({ id }) => id !== waiting?.id);
    assert.ok((redeemed?.expiresAt ?? 0) > Date.now() + 400 * day);
  });
});
