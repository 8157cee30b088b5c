// `password$code`: one acceptance of the code however many connections are opened with it, and what a lease opens and what ends it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listFactors } from '../../../src/accounts/account.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import {
  home,
  type MailCheckWorld,
  openMailCheckWorld,
  password,
  say,
} from '../../support/mail-check-world.ts';

const hour = 3_600_000;
const abroad = '203.0.113.9';

forEachStore((_engine, openStore) => {
  const open = async (concatenated: 'once' | 'lease', wrap?: typeof withLatency) => {
    const world = await openMailCheckWorld(openStore, wrap ? { wrap } : {});
    const service = await world.addService({ concatenated });
    const alice = await world.addWithApp({ username: 'alice' });
    return { ...world, service, ...alice };
  };
  const lastStepOf = async ({ accounts }: MailCheckWorld, id: string) =>
    listFactors((await accounts.findById(id)) ?? assert.fail())[0]?.lastStep;

  for (const [mode, admitted] of [
    ['lease', 5],
    ['once', 1],
  ] as const) {
    test(`${mode}: of five connections of one moment with a fresh code ${admitted} get in, with one acceptance`, async () => {
      const world = await open(mode, withLatency);
      const { service, ask, freshCode, account } = world;
      const other = world.makeCheck();
      for (let round = 0; round < 3; round += 1) {
        const text = `${password}$${freshCode()}`;
        const asked = [0, 1, 2, 3, 4].map((index) =>
          ask(service, 'alice', text, index % 2 === 0 ? {} : { check: other, protocol: 'smtp' }),
        );
        const answers = (await Promise.all(asked)).map(say);
        assert.equal(answers.filter((answer) => answer.startsWith('admitted')).length, admitted);
        assert.equal(answers.filter((answer) => answer === 'admitted by code').length, 1);
      }
      // The others of the moment were no guesses: all five free tries are left.
      for (let index = 0; index < 5; index += 1) {
        const tried = await world.accounts.verifyCode(account.id, '000000', { address: abroad });
        assert.equal(tried.outcome, 'wrong-code');
      }
    });
  }

  test('a lease opens all protocols of its service from its address for twelve hours, and nothing else', async () => {
    const world = await open('lease');
    const { service, ask, freshCode, clock, leases, account } = world;
    const submission = await world.addService({ name: 'mx2', concatenated: 'lease' });
    const text = `${password}$${freshCode()}`;
    assert.equal(say(await ask(service, 'alice', text)), 'admitted by code');
    const step = await lastStepOf(world, account.id);

    clock.advance(11 * hour);
    assert.equal(say(await ask(service, 'alice', text)), 'admitted by lease');
    assert.equal(say(await ask(service, 'ALICE', text, { protocol: 'smtp' })), 'admitted by lease');
    assert.equal(say(await ask(service, 'alice', text, { address: abroad })), 'spent');
    assert.equal(say(await ask(service, 'alice', text, { address: undefined })), 'spent');
    assert.equal(say(await ask(submission, 'alice', text)), 'spent');
    assert.equal(say(await ask(service, 'alice', `${text} `)), 'wrong-password');
    const [lease] = await leases.list((await world.accounts.findById(account.id)) ?? assert.fail());
    assert.deepEqual([lease?.service, lease?.address, lease?.lastProtocol], ['mx', home, 'imap']);
    assert.equal((lease?.expiresAt ?? 0) - (lease?.createdAt ?? 0), 12 * hour);

    clock.advance(hour);
    assert.equal(say(await ask(service, 'alice', text)), 'spent');
    assert.equal(await lastStepOf(world, account.id), step, 'the code was accepted again');
    assert.deepEqual(await leases.list(account), []);
  });

  test('of IPv6 the first 64 bits count', async () => {
    const { service, ask, freshCode } = await open('lease');
    const text = `${password}$${freshCode()}`;
    const at = (address: string) => ask(service, 'alice', text, { address }).then(say);
    assert.equal(await at('2001:db8:1:2::1'), 'admitted by code');
    assert.equal(await at('2001:db8:1:2:ffff::9'), 'admitted by lease');
    assert.equal(await at('2001:db8:1:3::1'), 'spent');
  });

  test('a code that a lease spent opens no other door', async () => {
    const { service, ask, freshCode, accounts, account } = await open('lease');
    const code = freshCode();
    assert.equal(say(await ask(service, 'alice', `${password}$${code}`)), 'admitted by code');
    assert.equal((await accounts.verifyCode(account.id, code, { address: home })).outcome, 'used-before');
  });

  test('without the address of the person there is no lease', async () => {
    const { service, ask, freshCode, leases, account } = await open('lease');
    const text = `${password}$${freshCode()}`;
    assert.equal(say(await ask(service, 'alice', text, { address: undefined })), 'admitted by code');
    assert.equal(say(await ask(service, 'alice', text, { address: undefined })), 'spent');
    assert.deepEqual(await leases.list(account), []);
  });

  const endings: Readonly<Record<string, (world: MailCheckWorld, id: string) => Promise<unknown>>> = {
    'its owner ends it': async ({ leases, accounts }, id) => {
      const [lease] = await leases.list((await accounts.findById(id)) ?? assert.fail());
      assert.equal(await leases.end('somebody else', lease?.id ?? ''), false);
      assert.equal(await leases.end(id, lease?.id ?? ''), true);
    },
    'all are ended': ({ leases }, id) => leases.endAll(id),
    'the password is set': ({ accounts }, id) =>
      accounts.setPassword(id, 'other words for a gate', { setBy: 'admin' }),
    'the same password is set again': ({ accounts }, id) =>
      accounts.setPassword(id, password, { setBy: 'admin' }),
    'the factors are reset': ({ accounts }, id) => accounts.factors.reset(id),
    'another factor is added': ({ accounts }, id) => accounts.factors.make(id),
    'a device was lost': ({ accounts }, id) => accounts.loseDevice(id),
    'the owner ends all access': ({ accounts }, id) => accounts.endAccess(id, { by: 'owner' }),
    'the account is disabled': ({ accounts }, id) => accounts.disable(id),
    'the account is disabled and enabled': async ({ accounts }, id) => {
      await accounts.disable(id);
      await accounts.enable(id);
    },
    'the account is deleted': ({ accounts }, id) => accounts.remove(id),
    'a rule denies it': ({ accessRules, clock }) => {
      clock.advance(5000);
      return accessRules.add({ demand: 'deny', networks: [home] });
    },
  };
  for (const [what, end] of Object.entries(endings)) {
    test(`a lease opens nothing from the moment that ${what}`, async () => {
      const world = await open('lease');
      const { service, ask, freshCode, account, accounts, leases } = world;
      const text = `${password}$${freshCode()}`;
      assert.equal(say(await ask(service, 'alice', text)), 'admitted by code');
      assert.equal(say(await ask(service, 'alice', text)), 'admitted by lease');
      await end(world, account.id);
      world.clock.advance(4000);
      const { calls } = world.hasher;
      calls.waitLikeACheck = 0;
      const { hashes, answer } = await world.countHashes(() => ask(service, 'alice', text));
      assert.equal(answer.outcome, 'refused');
      assert.equal(hashes + calls.waitLikeACheck, 1, 'the time of one check');
      if (what !== 'a rule denies it') {
        const current = await accounts.findById(account.id);
        assert.deepEqual(current ? await leases.list(current) : [], []);
      }
    });
  }

  test('a service that has no leases any more honours none', async () => {
    const { service, ask, freshCode } = await open('lease');
    const text = `${password}$${freshCode()}`;
    assert.equal(say(await ask(service, 'alice', text)), 'admitted by code');
    assert.equal(say(await ask({ ...service, concatenated: 'once' }, 'alice', text)), 'spent');
    assert.equal(say(await ask({ ...service, concatenated: 'off' }, 'alice', text)), 'spent');
  });

  test('a lease ends with its service: another one of the same name honours none, and knows no address either', async () => {
    const world = await open('lease');
    const { service, ask, freshCode, mailServices, leases, account, accounts, clock } = world;
    const text = `${password}$${freshCode()}`;
    assert.equal(say(await ask(service, 'alice', text)), 'admitted by code');
    await mailServices.remove(service.name);
    assert.equal(await leases.endAllAt(service.name), 1);
    assert.deepEqual(await leases.list((await accounts.findById(account.id)) ?? assert.fail()), []);
    clock.advance(1000);
    const again = await world.addService({ concatenated: 'lease' });
    assert.equal(say(await ask(again, 'alice', text)), 'spent');
    for (let index = 0; index < 10; index += 1) {
      await ask(again, 'alice', `wrong ${index}`, { address: abroad });
    }
    assert.equal(say(await ask(again, 'alice', 'wrong')), 'throttled');
  });

  test('also where a crash left the lease behind', async () => {
    const { service, ask, freshCode, mailServices, addService, clock } = await open('lease');
    const text = `${password}$${freshCode()}`;
    assert.equal(say(await ask(service, 'alice', text)), 'admitted by code');
    await mailServices.remove(service.name);
    clock.advance(1000);
    assert.equal(say(await ask(await addService({ concatenated: 'lease' }), 'alice', text)), 'spent');
  });

  test('the twin of a code at another service is an old one, and no guess', async () => {
    const world = await open('lease', withLatency);
    const { service, ask, freshCode, account, accounts, readSubjects } = world;
    const other = await world.addService({ name: 'mx2', concatenated: 'lease' });
    for (let round = 0; round < 3; round += 1) {
      const text = `${password}$${freshCode()}`;
      const places = [
        ask(service, 'alice', text),
        ask(other, 'alice', text),
        ask(service, 'alice', text, { address: abroad }),
      ];
      const answers = (await Promise.all(places)).map(say).sort();
      assert.deepEqual(answers, ['admitted by code', 'spent', 'spent'], `round ${round}`);
    }
    assert.deepEqual(await readSubjects(), []);
    for (let index = 0; index < 5; index += 1) {
      const tried = await accounts.verifyCode(account.id, '000000', { address: abroad });
      assert.equal(tried.outcome, 'wrong-code', 'a twin was counted');
    }
  });

  test('a dump of the store holds neither the text nor a part of it', async () => {
    const { service, ask, freshCode, store } = await open('lease');
    const code = freshCode();
    await ask(service, 'alice', `${password}$${code}`);
    await ask(service, 'alice', password);
    await ask(service, 'alice', `${password} wrong`);
    const dumped = await Promise.all(
      (['leases', 'refusals', 'lastUses', 'attempts', 'events', 'notices'] as const).map((name) =>
        store.collection(name).page({ limit: 1000 }),
      ),
    );
    const text = JSON.stringify(dumped);
    assert.ok(text.includes('lease-'));
    assert.ok(!text.includes('green lamps') && !text.includes(`$${code}`));
  });
});
