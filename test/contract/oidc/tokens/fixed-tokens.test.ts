// Refresh tokens that stay the same: what they open, how long they live, and who is told of where they are used.

import assert from 'node:assert/strict';
import { after, afterEach, mock, test } from 'node:test';
import { type ClientWorld, openClientWorld } from '../../../support/client-world.ts';
import { forEachStore } from '../../../support/engines.ts';

const day = 24 * 60 * 60 * 1000;
const home = '192.0.2.7';

interface Event {
  readonly id: string;
  readonly revision: string;
  readonly type: string;
  readonly from: { readonly address?: string };
  readonly facts: { readonly program?: string };
}

forEachStore((_engine, openStore) => {
  const worlds: ClientWorld[] = [];
  const open = async (): Promise<ClientWorld> => {
    const world = await openClientWorld(openStore);
    worlds.push(world);
    await world.addClient({ id: 'fixed', preset: 'aerc', name: 'Aerc' });
    return world;
  };
  after(() => Promise.all(worlds.map((world) => world.close())));
  afterEach(() => mock.timers.reset());

  const told = async ({ store, accountId }: ClientWorld): Promise<readonly Event[]> => {
    const events = await store.collection<Event>('events').findBy('accountId', accountId);
    return events.filter(({ type }) => type === 'fixed-token-new-network');
  };

  test('it stays the same however often and at once it is used, and its device says so', async () => {
    const world = await open();
    const { refresh_token: token } = await world.connect('fixed', {}, { address: home });
    for (let round = 0; round < 3; round += 1) {
      const replies = await Promise.all(
        Array.from({ length: 5 }, () => world.refresh('fixed', token, { address: home })),
      );
      for (const { status, body } of replies) {
        assert.deepEqual([status, body.refresh_token], [200, token]);
      }
      assert.equal(new Set(replies.map(({ body }) => body.access_token)).size, 5);
    }
    const [device] = await world.devices.list(world.accountId);
    assert.equal(device?.doesNotRotate, true);
    assert.equal(Math.round(((device?.expiresAt ?? 0) - Date.now()) / day), 180);
  });

  test('it is for mail only: what is asked beyond is ignored, and without mail there is nothing', async () => {
    const world = await open();
    const tokens = await world.connect('fixed', { scope: 'openid profile email mail imap offline_access' });
    assert.equal(tokens.scope, 'mail imap urn:ietf:params:oauth:scope:mail offline_access');
    assert.equal(tokens.id_token, undefined);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    assert.equal((await fetch(new URL('/userinfo', world.issuer), { headers })).status, 403);
    const narrowed = await world.post('/token', {
      grant_type: 'refresh_token',
      client_id: 'fixed',
      refresh_token: tokens.refresh_token ?? '',
      scope: 'openid',
    });
    assert.equal(narrowed.body.error, 'invalid_scope');
    const asked = { client_id: 'fixed', redirect_uri: 'http://127.0.0.1:1/', scope: 'openid email' };
    const pkce = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
    assert.equal((await world.authorize({ ...asked, ...pkce })).searchParams.get('error'), 'invalid_scope');
  });

  test('a native client that must not rotate is one of them', async () => {
    const world = await open();
    await world.addClient({ id: 'old-program', preset: 'native', rotatesRefreshToken: false });
    const { refresh_token: token, scope } = await world.connect('old-program', { scope: 'openid mail' });
    assert.equal(scope, 'mail urn:ietf:params:oauth:scope:mail offline_access');
    assert.equal((await world.refresh('old-program', token)).body.refresh_token, token);
  });

  test('it ends after 180 days, however it was used, and after 90 without a use', async () => {
    const world = await open();
    const start = Date.now();
    const [used, idle] = [await world.connect('fixed'), await world.connect('fixed')];
    mock.timers.enable({ apis: ['Date'], now: start });
    for (const days of [60, 89.9]) {
      mock.timers.setTime(start + days * day);
      assert.equal((await world.refresh('fixed', used.refresh_token)).status, 200, `after ${days} days`);
    }
    mock.timers.setTime(start + 90.1 * day);
    assert.equal((await world.refresh('fixed', idle.refresh_token)).body.error, 'invalid_grant');
    assert.equal((await world.refresh('fixed', used.refresh_token)).status, 200);
    mock.timers.setTime(start + 179.9 * day);
    assert.equal((await world.refresh('fixed', used.refresh_token)).status, 200);
    mock.timers.setTime(start + 180.1 * day);
    assert.equal((await world.refresh('fixed', used.refresh_token)).body.error, 'invalid_grant');
  });

  test('its owner is told of each new network once, whoever comes from it at once, and never of a known one', async () => {
    const world = await open();
    const { refresh_token: token } = await world.connect('fixed', {}, { address: home });
    const from = (address: string) => world.refresh('fixed', token, { address });
    await from('192.0.2.200');
    assert.deepEqual(await told(world), [], 'the same network');
    await Promise.all(Array.from({ length: 5 }, () => from('198.51.100.9')));
    await from('198.51.100.200');
    await from(home);
    const [first, ...others] = await told(world);
    assert.deepEqual(others, []);
    assert.deepEqual([first?.from.address, first?.facts.program], ['198.51.100.9', 'Aerc']);
    await from('2001:db8:1:2::3');
    await from('2001:db8:1:ffff::4');
    assert.equal((await told(world)).length, 2, 'one /48');
    await from('2001:db8:2::4');
    assert.equal((await told(world)).length, 3);
  });

  test('another device of the same program knows nothing of its networks', async () => {
    const world = await open();
    await world.connect('fixed', {}, { address: '198.51.100.9' });
    const { refresh_token: token } = await world.connect('fixed', {}, { address: home });
    await world.refresh('fixed', token, { address: '198.51.100.9' });
    assert.equal((await told(world)).length, 1);
  });

  test('a program that rotates tells nobody where it is', async () => {
    const world = await open();
    await world.addClient({ id: 'rotating', preset: 'mutt' });
    const { refresh_token: token } = await world.connect('rotating', {}, { address: home });
    assert.equal((await world.refresh('rotating', token, { address: '198.51.100.9' })).status, 200);
    assert.deepEqual(await told(world), []);
    const [device] = await world.devices.list(world.accountId);
    assert.equal(device?.doesNotRotate, undefined);
  });

  test('ending the device, or revoking the token, ends it at once', async () => {
    const world = await open();
    const service = await world.addService('imap');
    const [ended, revoked] = [await world.connect('fixed'), await world.connect('fixed')];
    const [, older] = await world.devices.list(world.accountId);
    await world.devices.end(world.accountId, older?.id ?? '');
    assert.equal((await world.refresh('fixed', ended.refresh_token)).body.error, 'invalid_grant');
    assert.deepEqual(await world.introspect(service, ended.access_token), { active: false });
    await world.post('/revoke', { client_id: 'fixed', token: revoked.refresh_token ?? '' });
    assert.equal((await world.refresh('fixed', revoked.refresh_token)).body.error, 'invalid_grant');
    assert.deepEqual(await world.introspect(service, revoked.access_token), { active: false });
  });
});
