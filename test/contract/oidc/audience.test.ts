// Whose tokens a mail service is told of: those of its audience, for accounts it guards, and nobody else's.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type ClientWorld, openClientWorld } from '../../support/client-world.ts';
import { forEachStore } from '../../support/engines.ts';

const inactive = { active: false };

forEachStore((_engine, openStore) => {
  const worlds: ClientWorld[] = [];
  const open = async (): Promise<ClientWorld> => {
    const world = await openClientWorld(openStore);
    worlds.push(world);
    await world.addClient({ id: 'program', preset: 'native' });
    return world;
  };
  after(() => Promise.all(worlds.map((world) => world.close())));

  test('the audience of a token is that of the service that guards its account', async () => {
    const world = await open();
    const own = await world.addService('own', {
      domains: ['example.test'],
      audience: 'https://imap.example.test',
    });
    const plain = await world.addService('plain');
    const other = await world.addService('other', {
      domains: ['other.test'],
      audience: 'https://imap.other.test',
    });
    const { access_token: token, refresh_token: refresh } = await world.connect('program');
    const told = await world.introspect(own, token);
    assert.deepEqual([told.active, told.aud, told.username], [true, 'https://imap.example.test', 'alice']);
    for (const rogue of [plain, other]) {
      assert.deepEqual(await world.introspect(rogue, token), inactive, rogue.name);
      assert.deepEqual(await world.introspect(rogue, refresh), inactive);
    }
  });

  test('without an audience of its own a service is told of what it guards, and of nothing else', async () => {
    const world = await open();
    const all = await world.addService('all');
    const domain = await world.addService('domain', { domains: ['example.test'] });
    const foreign = await world.addService('foreign', { domains: ['other.test'] });
    const group = await world.addService('group', { groups: ['staff'] });
    const { access_token: token } = await world.connect('program');
    for (const service of [all, domain]) {
      assert.equal((await world.introspect(service, token)).aud, 'urn:postern:mail', service.name);
    }
    for (const service of [foreign, group]) {
      assert.deepEqual(await world.introspect(service, token), inactive, service.name);
    }
  });

  test('a service of the same audience that does not guard the account is told nothing', async () => {
    const world = await open();
    const audience = 'https://mail.example.test';
    const own = await world.addService('own', { domains: ['example.test'], audience });
    const thief = await world.addService('thief', { domains: ['other.test'], audience });
    const { access_token: token } = await world.connect('program');
    assert.equal((await world.introspect(own, token)).active, true);
    assert.deepEqual(await world.introspect(thief, token), inactive);
  });

  test('a service that comes to guard an account gets the next token, and one that is deleted no answer', async () => {
    const world = await open();
    const before = await world.addService('before');
    const { access_token: old, refresh_token: refresh } = await world.connect('program');
    const own = await world.addService('own', { domains: ['example.test'], audience: 'urn:own' });
    assert.equal((await world.introspect(before, old)).active, true);
    assert.deepEqual(await world.introspect(own, old), inactive);
    const next = (await world.refresh('program', refresh)).body.access_token as string;
    assert.equal((await world.introspect(own, next)).aud, 'urn:own');
    assert.deepEqual(await world.introspect(before, next), inactive);
    await world.mailServices.remove('own');
    const { status } = await world.post('/introspect', {
      token: next,
      client_id: 'own',
      client_secret: own.secret,
    });
    assert.equal(status, 401);
  });

  test('a service that is narrowed, or gets another audience, is told of a token no more from the next question on', async () => {
    const world = await open();
    const service = await world.addService('mx', { domains: ['example.test'] });
    const { access_token: token } = await world.connect('program');
    const isTold = async () => (await world.introspect(service, token)).active;
    for (const [narrower, back] of [
      [{ domains: ['other.test'] }, { domains: ['example.test'] }],
      [{ groups: ['staff'] }, { groups: [] }],
      [{ audience: 'urn:own' }, { audience: null }],
    ] as const) {
      assert.equal(await isTold(), true);
      await world.mailServices.change('mx', narrower);
      assert.equal(await isTold(), false, JSON.stringify(narrower));
      await world.mailServices.change('mx', back);
    }
    assert.equal(await isTold(), true);
  });

  test('a mail service gets no tokens of its own, and another client learns nothing of a token', async () => {
    const world = await open();
    const service = await world.addService('imap');
    const secret = await world.addClient({ id: 'site', preset: 'web', redirectUris: ['https://a.test/cb'] });
    const { access_token: token } = await world.connect('program');
    assert.deepEqual(await world.introspect({ name: 'site', secret }, token), inactive);
    for (const fields of [
      { grant_type: 'client_credentials', scope: 'mail' },
      { grant_type: 'password', username: 'alice', password: 'seven green bottles' },
      { grant_type: 'authorization_code', code: 'x', redirect_uri: 'https://a.test/' },
    ]) {
      const who = { client_id: service.name, client_secret: service.secret };
      assert.equal((await world.post('/token', { ...fields, ...who })).status, 400, fields.grant_type);
    }
  });
});
