// A mail service sees only its own: what it may not ask about is nobody to it, and nothing it does reaches other doors.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPassword } from '../../../src/accounts/account.ts';
import { forEachStore } from '../../support/engines.ts';
import { caughtMail, home, openMailCheckWorld, password, say } from '../../support/mail-check-world.ts';

forEachStore((_engine, openStore) => {
  const open = async (
    settings: { mailLogin?: 'username' | 'email'; mailDomains?: readonly string[] } = {},
  ) => {
    const world = await openMailCheckWorld(openStore, { mail: caughtMail, settings });
    const emails = ['alice@example.test'];
    return { ...world, ...(await world.addWithApp({ username: 'alice', emails, groups: ['staff'] })) };
  };
  const eager = { plain: 'without-factor', concatenated: 'lease' } as const;

  test('of accounts of another domain it learns nothing with any text, and it makes no difference to them', async () => {
    const world = await open();
    const { ask, account, freshCode, addAppPassword, accounts, countHashes, readSubjects, clock } = world;
    const rogue = await world.addService({ ...eager, name: 'rogue', domains: ['evil.test'] });
    const honest = await world.addService({ ...eager, name: 'honest', domains: ['example.test'] });
    const { password: text } = await addAppPassword(account.id);
    await readSubjects();

    const texts = [password, `${password}$${freshCode()}`, `${password}$000000`, 'wrong', ''];
    for (const name of ['alice', 'alice@example.test', 'nobody']) {
      assert.equal(say(await ask(rogue, name, text)), 'app-password');
      for (const typed of texts) {
        const { hashes, answer } = await countHashes(() => ask(rogue, name, typed));
        assert.deepEqual([say(answer), hashes], ['wrong-password', 1], `${name}, ${typed}`);
      }
    }
    for (let index = 0; index < 300; index += 1) {
      await ask(rogue, 'alice', `${password}$${String(index).padStart(6, '0')}`, { address: home });
    }
    assert.deepEqual(await readSubjects(), [], 'the owner was bothered');
    assert.equal(say(await ask(honest, 'alice', text)), 'admitted by app-password');
    clock.advance(30_000);
    assert.equal((await accounts.verifyPassword('alice', password, { address: home })).outcome, 'right');
    assert.equal(say(await ask(honest, 'alice', `${password}$${freshCode()}`)), 'admitted by code');
  });

  test('it may make itself slow, but neither another service nor any other door', async () => {
    const world = await open();
    const { ask, accounts, account, freshCode, codeAt } = world;
    const rogue = await world.addService({ ...eager, name: 'rogue' });
    const honest = await world.addService({ ...eager, name: 'honest' });
    for (let index = 0; index < 120; index += 1) {
      // With the address of the victim, so as to have that source refused.
      await ask(rogue, index % 2 === 0 ? 'alice' : `name${index}`, `wrong ${index}`, { address: home });
    }
    assert.equal(say(await ask(rogue, 'alice', 'wrong')), 'throttled');
    assert.equal((await accounts.verifyPassword('alice', password, { address: home })).outcome, 'right');
    assert.equal((await accounts.verifyCode(account.id, freshCode(), { address: home })).outcome, 'right');
    assert.equal(say(await ask(honest, 'alice', `${password}$${freshCode()}`)), 'admitted by code');
    assert.match(codeAt(), /^\d{6}$/);
  });

  test('its lease is its own: with the very text it opens nothing elsewhere', async () => {
    const world = await open();
    const { ask, freshCode, leases, account, accounts } = world;
    const rogue = await world.addService({ ...eager, name: 'rogue' });
    const honest = await world.addService({ ...eager, name: 'honest' });
    const text = `${password}$${freshCode()}`;
    assert.equal(say(await ask(rogue, 'alice', text)), 'admitted by code');
    assert.equal(say(await ask(honest, 'alice', text)), 'spent');
    const current = (await accounts.findById(account.id)) ?? assert.fail();
    assert.deepEqual(
      (await leases.list(current)).map((lease) => lease.service),
      ['rogue'],
    );
  });

  test('an app password for another service or protocol is no app password to it', async () => {
    const world = await open();
    const { ask, account, addAppPassword } = world;
    const rogue = await world.addService({ name: 'rogue' });
    const honest = await world.addService({ name: 'honest' });
    const { password: text } = await addAppPassword(account.id, {
      services: ['honest'],
      protocols: ['imap'],
    });
    assert.equal(say(await ask(rogue, 'alice', text)), 'app-password');
    assert.equal(say(await ask(honest, 'alice', text, { protocol: 'smtp' })), 'app-password');
    assert.equal(say(await ask(honest, 'alice', text)), 'admitted by app-password');
  });

  test('protocols and groups bound it as domains do', async () => {
    const world = await open();
    const { ask, account, addAppPassword } = world;
    const { password: text } = await addAppPassword(account.id);
    const dav = await world.addService({ name: 'dav', protocols: ['dav'] });
    const staff = await world.addService({ name: 'staff', groups: ['staff'] });
    const board = await world.addService({ name: 'board', groups: ['board'] });
    const both = await world.addService({ name: 'both', groups: ['staff'], domains: ['evil.test'] });
    const asked = [
      await ask(dav, 'alice', text),
      await ask(dav, 'alice', text, { protocol: 'dav' }),
      await ask(staff, 'alice', text),
      await ask(board, 'alice', text),
      await ask(both, 'alice', text),
    ];
    const yes = 'admitted by app-password';
    assert.deepEqual(asked.map(say), ['app-password', yes, yes, 'app-password', 'app-password']);
  });

  test('a protocol is the same by each of its names, for a service and for an app password', async () => {
    const world = await open();
    const { ask, account, addAppPassword } = world;
    const sending = await world.addService({ name: 'sending', protocols: ['submission', 'ManageSieve'] });
    assert.deepEqual(sending.protocols, ['smtp', 'sieve']);
    const { password: text } = await addAppPassword(account.id, { protocols: ['submission'] });
    assert.equal(say(await ask(sending, 'alice', text, { protocol: 'smtp' })), 'admitted by app-password');
    assert.equal(say(await ask(sending, 'alice', text, { protocol: 'sieve' })), 'app-password');
  });

  test('where rules are about networks, a service that tells no address is at the strictest place', async () => {
    const { ask, add, addService, addAppPassword, accessRules, clock, freshCode, account } = await open();
    const mx = await addService(eager);
    const bob = await add({ username: 'bob' });
    const { password: text } = await addAppPassword(bob.id);
    const nowhere = { address: undefined };
    assert.equal(say(await ask(mx, 'bob', text, nowhere)), 'admitted by app-password');
    await accessRules.add({ demand: 2, clients: ['mx'], networks: ['203.0.113.0/24'] });
    clock.advance(4000);
    assert.equal(say(await ask(mx, 'bob', password, nowhere)), 'access-rules');
    assert.equal(say(await ask(mx, 'bob', text, nowhere)), 'admitted by app-password');
    await accessRules.add({ demand: 'deny', clients: ['mx'], networks: ['10.0.0.0/8'] });
    clock.advance(4000);
    assert.equal(say(await ask(mx, 'bob', text, nowhere)), 'access-rules');
    assert.equal(say(await ask(mx, 'alice', `${password}$${freshCode()}`, nowhere)), 'access-rules');
    assert.equal(say(await ask(mx, 'bob', text)), 'admitted by app-password');
    const { password: alices } = await addAppPassword(account.id);
    assert.equal(say(await ask(mx, 'alice', alices, { address: '10.1.1.1' })), 'access-rules');
  });

  test('the domain is that of the mail login: another address of the person does not open it', async () => {
    const world = await open({ mailLogin: 'email', mailDomains: ['example.test'] });
    const { ask, add, addAppPassword } = world;
    const bob = await add({ username: 'bob', emails: ['bob@evil.test', 'bob@example.test'] });
    const { password: text } = await addAppPassword(bob.id);
    const rogue = await world.addService({ name: 'rogue', domains: ['evil.test'] });
    const honest = await world.addService({ name: 'honest', domains: ['example.test'] });
    assert.equal(say(await ask(rogue, 'bob@evil.test', text)), 'app-password');
    assert.equal(say(await ask(honest, 'bob@evil.test', text)), 'admitted by app-password');
  });

  test('no password of an administrator opens anything for it, and right ones are told from wrong ones by nothing', async () => {
    const world = await open();
    const { ask, addWithApp, countHashes } = world;
    const rogue = await world.addService({ ...eager, name: 'rogue' });
    const root = await addWithApp({ username: 'root', roles: ['superadmin'] });
    for (const text of [password, `${password}$${root.freshCode()}`, 'wrong']) {
      const { hashes, answer } = await countHashes(() => ask(rogue, 'root', text));
      assert.deepEqual([answer.outcome, hashes], ['refused', 1], text);
    }
  });

  test('access rules name it as a client and see the address of the person', async () => {
    const world = await open();
    const { ask, account, add, addAppPassword, accessRules, clock, freshCode } = world;
    const mx = await world.addService({ ...eager, name: 'mx' });
    const other = await world.addService({ ...eager, name: 'other' });
    const bob = await add({ username: 'bob' });
    const { password: text } = await addAppPassword(account.id);
    const { password: bobs } = await addAppPassword(bob.id);
    await accessRules.add({ demand: 'deny', clients: ['mx'], networks: ['10.0.0.0/8'] });
    await accessRules.add({ demand: 2, clients: ['mx'] });
    clock.advance(4000);
    const inside = { address: '10.1.2.3' };
    const code = freshCode();
    assert.equal(say(await ask(mx, 'alice', text, inside)), 'access-rules');
    assert.equal(say(await ask(mx, 'alice', `${password}$${code}`, inside)), 'access-rules');
    assert.equal(say(await ask(mx, 'alice', text)), 'admitted by app-password');
    assert.equal(
      say(await ask(mx, 'alice', `${password}$${code}`)),
      'admitted by code',
      'the code was spent for nothing',
    );
    assert.equal(say(await ask(mx, 'bob', password)), 'access-rules');
    assert.equal(say(await ask(mx, 'bob', bobs)), 'admitted by app-password');
    assert.equal(say(await ask(other, 'bob', password, inside)), 'admitted by password');
  });

  test('where everyone must have a second factor the password alone opens nothing', async () => {
    const { ask, add, addService, accessRules, clock } = await open();
    const mx = await addService(eager);
    await add({ username: 'bob' });
    assert.equal(say(await ask(mx, 'bob', password)), 'admitted by password');
    await accessRules.setPolicy({ mfa: 'required' });
    clock.advance(4000);
    assert.equal(say(await ask(mx, 'bob', password)), 'access-rules');
    await accessRules.setPolicy({ mfa: 'optional' });
    clock.advance(4000);
    assert.equal(say(await ask(mx, 'bob', password)), 'admitted by password');
  });

  test('the last use of the password alone is kept, and only of a use that opened something', async () => {
    const { ask, add, addService, passwordUses, clock } = await open();
    const mx = await addService(eager);
    const strict = await addService({ name: 'strict' });
    const bob = await add({ username: 'bob' });
    await ask(strict, 'bob', password);
    await ask(mx, 'bob', 'wrong');
    assert.equal(await passwordUses.find(bob.id), undefined);
    await ask(mx, 'bob', password, { protocol: 'pop3' });
    const use = { at: clock.now(), address: home, service: 'mx', protocol: 'pop3' };
    assert.deepEqual(await passwordUses.find(bob.id), use);
  });

  test('a hash of another cost is made anew when it opened a mailbox, and not where that would tell a right password', async () => {
    const { ask, add, addService, accounts, hasher, account, freshCode, countHashes } = await open();
    const mx = await addService(eager);
    const bob = await add({ username: 'bob' });
    const hashOf = async (id: string) => {
      const found = (await accounts.findById(id)) ?? assert.fail();
      return findPassword(found)?.hash.split('$')[0];
    };
    hasher.cost = 'cost2';
    const refusedOnes = [`${password}$000000`, password].map((text) => [account, 'alice', text] as const);
    for (const [{ id }, name, text] of refusedOnes) {
      const { hashes, answer } = await countHashes(() => ask(mx, name, text));
      assert.deepEqual([answer.outcome, hashes, await hashOf(id)], ['refused', 1, 'cost1'], text);
    }
    assert.equal(say(await ask(mx, 'alice', `${password}$${freshCode()}`)), 'admitted by code');
    assert.equal(say(await ask(mx, 'bob', password)), 'admitted by password');
    assert.deepEqual([await hashOf(account.id), await hashOf(bob.id)], ['cost2', 'cost2']);
    assert.equal(say(await ask(mx, 'bob', password)), 'admitted by password');
  });

  test('a temporary password opens nothing but its own replacement', async () => {
    const { ask, add, addService, accounts } = await open();
    const mx = await addService(eager);
    const bob = await add({ username: 'bob' });
    await accounts.setPassword(bob.id, 'other words for a gate', { setBy: 'admin', temporary: true });
    assert.equal(say(await ask(mx, 'bob', 'other words for a gate')), 'password-alone');
  });
});
