// A mail server tells where the person is: rules about networks judge each login by that, and by nothing another server told.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type ClientWorld, openClientWorld } from '../../support/client-world.ts';
import { forEachStore } from '../../support/engines.ts';

const home = '198.51.100.7';
const office = '192.0.2.20';
const banned = '203.0.113.9';
const redirect = 'https://webmail.example.test/cb';

forEachStore((_engine, openStore) => {
  const worlds: ClientWorld[] = [];
  after(() => Promise.all(worlds.map((world) => world.close())));

  const open = async () => {
    const world = await openClientWorld(openStore);
    worlds.push(world);
    await world.addClient({ id: 'program', preset: 'native' });
    await world.accessRules.add({ networks: ['203.0.113.0/24'], demand: 'deny' });
    const service = await world.addService('imap');
    const ask = async (token: string | undefined, remote?: string, asker = service) =>
      (await world.introspect(asker, token, remote)).active;
    return { ...world, ask };
  };

  test('each login is judged by its own address: the first one too, and never by the one before', async () => {
    const { connect, ask } = await open();
    const { access_token: token } = await connect('program', {}, { address: home });
    const answers = [];
    for (const remote of [home, banned, banned, home, home, banned]) {
      answers.push(await ask(token, remote));
    }
    assert.deepEqual(answers, [true, false, false, true, true, false]);
  });

  test('what one mail server tells shuts nobody out at another, nor where the program itself asks', async () => {
    const { connect, ask, addService, refresh } = await open();
    const silent = await addService('silent');
    const tokens = await connect('program', {}, { address: home });
    assert.equal(await ask(tokens.access_token, banned), false);
    assert.equal(await ask(tokens.access_token, undefined, silent), true);
    const again = await refresh('program', tokens.refresh_token, { address: home });
    assert.equal(again.status, 200);
    assert.equal(await ask(again.body.access_token as string, home), true);
  });

  test('what a mail server told lets nobody in either: without an address the program itself is judged', async () => {
    const { connect, ask, addService, refresh, accessRules } = await open();
    const silent = await addService('silent');
    await accessRules.add({ networks: ['192.0.2.0/24', '127.0.0.1'], demand: 1 });
    await accessRules.add({ demand: 'deny' });
    const tokens = await connect('program', {}, { address: office });
    assert.equal(await ask(tokens.access_token, office), true);
    assert.equal(await ask(tokens.access_token, home), false);
    assert.equal(await ask(tokens.access_token, undefined, silent), true);
    const { status } = await refresh('program', tokens.refresh_token, { address: home });
    assert.equal(status, 400, 'a refresh is judged by where it comes from');
  });

  test('a use that was refused is not noted, one that was answered is', async () => {
    const { connect, ask, devices, accountId } = await open();
    const { access_token: token } = await connect('program', {}, { address: home });
    const lastAddress = async () => (await devices.list(accountId))[0]?.lastAddress;
    await ask(token, banned);
    assert.equal(await lastAddress(), home);
    await ask(token, office);
    assert.equal(await lastAddress(), office);
    const [device] = await devices.list(accountId);
    await devices.endGrant(device?.id ?? '');
    assert.equal(await devices.findLastUse(device?.id ?? ''), undefined);
  });

  test('webmail: its own server is nobody, its browser and a token used elsewhere are', async () => {
    const world = await open();
    const secret = await world.addClient({ id: 'webmail', preset: 'web', redirectUris: [redirect] });
    const tokens = await world.connect(
      'webmail',
      { redirect_uri: redirect },
      { address: office, fields: { client_secret: secret } },
    );
    for (const [remote, isActive] of [
      [undefined, true],
      [office, true],
      ['10.1.2.3', true],
      ['::1', true],
      [home, true],
      [banned, false],
      [home, true],
    ] as const) {
      assert.equal(await world.ask(tokens.access_token, remote), isActive, remote ?? 'no address');
    }
  });
});
