// Mail services: secrets that change without an outage, services of before, and whom they may ask about.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../../src/accounts/account.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { ClientInputError } from '../../../src/oidc/clients/client-input-error.ts';
import { createMailServices, type NewMailService } from '../../../src/oidc/clients/mail-services.ts';
import { sha256 } from '../../../src/secrets/hashing.ts';
import { testSealer, testSettings } from '../../support/accounts.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

forEachStore((_engine, openStore) => {
  const open = async (settings: Partial<typeof testSettings> = {}) => {
    const store = await openStore();
    const shared = { clock: systemClock, sealer: testSealer, settings: { ...testSettings, ...settings } };
    return {
      store,
      mailServices: createMailServices({ ...shared, store }),
      slow: createMailServices({ ...shared, store: withLatency(store) }),
      add: async (given: NewMailService) => {
        const added = await createMailServices({ ...shared, store }).add(given);
        return added.outcome === 'added' ? added.secret : assert.fail(added.outcome);
      },
    };
  };

  test('after a rotation two secrets work, after the next the first is dead', async () => {
    const { mailServices, add } = await open();
    const first = await add({ name: 'mx' });
    const second = (await mailServices.rotateSecret('mx')) ?? assert.fail();
    const who = (secret: string) => mailServices.findBySecret(secret).then((found) => found?.name);
    assert.deepEqual(await Promise.all([first, second].map(who)), ['mx', 'mx']);
    assert.equal(await mailServices.findSecret('mx'), second);
    const third = (await mailServices.rotateSecret('mx')) ?? assert.fail();
    assert.deepEqual(await Promise.all([first, second, third, ''].map(who)), [
      undefined,
      'mx',
      'mx',
      undefined,
    ]);
    assert.equal(await mailServices.rotateSecret('nobody'), undefined);
    await mailServices.remove('mx');
    assert.equal(await who(third), undefined);
  });

  test('of rotations at one moment the one that was printed last works, and two live', async () => {
    const { slow, mailServices, add } = await open();
    await add({ name: 'mx' });
    const secrets = await Promise.all(Array.from({ length: 8 }, () => slow.rotateSecret('mx')));
    const living = await Promise.all(secrets.map((secret) => mailServices.findBySecret(secret ?? '')));
    assert.equal(living.filter((found) => found !== undefined).length, 2);
    assert.ok(secrets.includes(await mailServices.findSecret('mx')));
  });

  test('a service of before has one hash under another name: it works, has the safe policy, and can be rotated', async () => {
    const { store, mailServices } = await open();
    const secret = 'a secret of before';
    await store.collection('clients').insert({
      ...{ id: 'old', kind: 'service', name: 'old', createdAt: 0, secretHash: sha256(secret) },
      ...{ sealedSecret: testSealer.seal(secret, 'mail-service:old') },
    });
    const found = await mailServices.findBySecret(secret);
    assert.deepEqual([found?.name, found?.concatenated, found?.plain], ['old', 'off', 'no']);
    assert.equal(await mailServices.findSecret('old'), secret);
    const next = (await mailServices.rotateSecret('old')) ?? assert.fail();
    assert.equal((await mailServices.findBySecret(secret))?.name, 'old');
    assert.equal((await mailServices.findBySecret(next))?.name, 'old');
    await mailServices.rotateSecret('old');
    assert.equal(await mailServices.findBySecret(secret), undefined);
  });

  test('the address at which connections are ended is kept sealed', async () => {
    const { store, mailServices, add } = await open();
    const kickUrl = 'http://:sesame@127.0.0.1:8080/doveadm/v1';
    await add({ name: 'mx', kickUrl });
    await add({ name: 'mx2' });
    assert.equal(await mailServices.findKickUrl('mx'), kickUrl);
    assert.equal(await mailServices.findKickUrl('mx2'), undefined);
    assert.ok(
      !JSON.stringify(await store.collection('clients').findBy('kind', 'service')).includes('sesame'),
    );
    assert.ok(!JSON.stringify(await mailServices.list()).includes('sesame'));
  });

  const mistakes: readonly (readonly [field: string, given: Omit<NewMailService, 'name'>])[] = [
    ['domain', { domains: ['a b'] }],
    ['domain', { domains: ['alice@example.test'] }],
    ['domain', { domains: [''] }],
    ['group', { groups: [''] }],
    ['protocol', { protocols: ['im ap'] }],
    ['audience', { audience: '' }],
    ['audience', { audience: 'two words' }],
    ['kick-url', { kickUrl: 'ftp://:key@localhost/' }],
    ['kick-url', { kickUrl: 'http://localhost/doveadm/v1' }],
    ['imap', { imap: 'mail.example.test' }],
  ];
  test('what cannot be is refused with the name of the option, and nothing is kept', async () => {
    const { mailServices } = await open();
    for (const [field, given] of mistakes) {
      await assert.rejects(
        mailServices.add({ name: 'mx', ...given }),
        (error) => error instanceof ClientInputError && error.field === field,
        `${field}: ${JSON.stringify(given)}`,
      );
    }
    assert.deepEqual(await mailServices.list(), []);
  });

  const account = (username: string, addresses: readonly string[] = [], groups: readonly string[] = []) =>
    ({
      username,
      groups,
      emails: addresses.map((address) => ({ address, verified: !address.startsWith('unverified') })),
    }) as unknown as Account;

  test('a service guards by the domain of the mail login, or of any verified address where that has none', async () => {
    const { mailServices } = await open();
    const service = { domains: ['example.test'], groups: [] };
    const cases: readonly (readonly [Account, boolean])[] = [
      [account('alice@example.test'), true],
      [account('alice@evil.test', ['alice@example.test']), false],
      [account('alice', ['alice@example.test']), true],
      [account('alice', ['alice@evil.test', 'alice@example.test']), true],
      [account('alice', ['unverified@example.test']), false],
      [account('alice', ['alice@sub.example.test']), false],
      [account('alice'), false],
    ];
    for (const [who, isGuarded] of cases) {
      assert.equal(mailServices.guards(service, who), isGuarded, JSON.stringify(who));
    }
    const staff = { domains: ['example.test'], groups: ['staff', 'board'] };
    assert.equal(mailServices.guards(staff, account('a@example.test', [], ['board'])), true);
    assert.equal(mailServices.guards(staff, account('a@example.test', [], ['other'])), false);
    assert.equal(mailServices.guards({ domains: [], groups: [] }, account('anybody')), true);
  });

  test('tokens carry the audience of the service that guards the account, one for its domain before one for all', async () => {
    const { mailServices, add } = await open();
    const alice = account('alice@example.test');
    const bob = account('bob@other.test');
    assert.equal(await mailServices.audienceFor(alice), 'urn:postern:mail');
    await add({ name: 'plain' });
    assert.equal(await mailServices.audienceFor(alice), 'urn:postern:mail');
    await add({ name: 'all', audience: 'urn:all' });
    await add({ name: 'zone', audience: 'urn:zone', domains: ['EXAMPLE.test'] });
    assert.equal(await mailServices.audienceFor(alice), 'urn:zone');
    assert.equal(await mailServices.audienceFor(bob), 'urn:all');
  });

  test('the nearest guard decides, also where it has no audience of its own; among equals always the same one', async () => {
    const { mailServices, add } = await open();
    const alice = account('alice@example.test', [], ['staff']);
    const audience = () => mailServices.audienceFor(alice);
    await add({ name: 'general', audience: 'urn:general' });
    assert.equal(await audience(), 'urn:general');
    await add({ name: 'of-group', groups: ['staff'] });
    assert.equal(await audience(), 'urn:postern:mail');
    await add({ name: 'of-group-too', groups: ['staff'], audience: 'urn:group' });
    assert.equal(await audience(), 'urn:group', 'whoever asked for an audience is given it');
    await add({ name: 'own', domains: ['example.test'] });
    assert.equal(await audience(), 'urn:postern:mail');
    await add({ name: 'zz', domains: ['example.test'], audience: 'urn:two' });
    await add({ name: 'aa', domains: ['example.test'], audience: 'urn:one' });
    assert.equal(await audience(), 'urn:one');
    await add({ name: 'both', domains: ['example.test'], groups: ['staff'], audience: 'urn:both' });
    assert.equal(await audience(), 'urn:both');
  });
});
