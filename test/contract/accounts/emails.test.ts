// Other addresses for an account, on both stores: one write, the same checks as for a new one, told at the old and the new ones.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import { heldBackMs } from '../../../src/accounts/held-names.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import { openEnrolmentWorld, outside } from './enrolment-world.ts';

forEachStore((_engine, openTestStore) => {
  test('addresses are replaced: the new ones are names, the old ones lead nowhere', async () => {
    const { accounts, id } = await openEnrolmentWorld(openTestStore);
    const given = [' Alice.Archer@Example.test', 'a@example.test', 'a@example.test'];
    assert.equal(await accounts.setEmails(id, { emails: given }), 'set');
    const account = (await accounts.findByName('alice.archer@example.test')) ?? assert.fail();
    assert.deepEqual(
      account.emails.map(({ address }) => address),
      ['alice.archer@example.test', 'a@example.test'],
    );
    assert.deepEqual(account.recoveryEmail, { address: outside, verified: true }, 'it stays');
    assert.equal(await accounts.findByName('alice@example.test'), undefined);
    await accounts.setEmails(id, { emails: [], recoveryEmail: null });
    const bare = await accounts.findById(id);
    assert.deepEqual([bare?.emails, bare?.recoveryEmail], [[], undefined]);
    assert.equal(await accounts.findByName('a@example.test'), undefined);
    assert.equal((await accounts.findByName('alice'))?.id, id);
  });

  test('what an account had nobody else gets for 180 days, and it may have it again at once', async () => {
    const { accounts, id, clock } = await openEnrolmentWorld(openTestStore);
    const mine = { emails: ['alice@example.test'] };
    const add = async (username: string) => (await accounts.add({ username, ...mine })).outcome;
    const other = await accounts.add({ username: 'other' });
    const otherId = other.outcome === 'added' ? other.account.id : assert.fail();
    await accounts.setEmails(id, { emails: [] });
    assert.deepEqual([await add('bob'), await accounts.setEmails(otherId, mine)], ['taken', 'taken']);
    clock.advance(heldBackMs - 1);
    assert.equal(await accounts.setEmails(id, mine), 'set');
    assert.equal((await accounts.findByName('alice@example.test'))?.id, id);
    await accounts.setEmails(id, { emails: ['new@example.test'] });
    clock.advance(heldBackMs - 1);
    await accounts.setEmails(id, { emails: ['newer@example.test'] });
    assert.deepEqual([await add('bob'), await accounts.setEmails(otherId, mine)], ['taken', 'taken']);
    clock.advance(1);
    assert.equal(await accounts.setEmails(otherId, mine), 'set');
    assert.equal((await accounts.findByName('alice@example.test'))?.id, otherId);
    assert.equal(await accounts.setEmails(id, mine), 'taken');
    assert.deepEqual(await accounts.add({ username: 'carl', emails: ['new@example.test'] }), {
      outcome: 'taken',
    });
    clock.advance(heldBackMs);
    assert.equal((await accounts.add({ username: 'carl', emails: ['new@example.test'] })).outcome, 'added');
    assert.equal((await accounts.findByName('newer@example.test'))?.id, id);
  });

  test('what was taken from one that lives can be handed over; what is in use, or died with an account, cannot', async () => {
    const { accounts, id } = await openEnrolmentWorld(openTestStore);
    const other = await accounts.add({ username: 'other', emails: ['old@example.test'] });
    const otherId = other.outcome === 'added' ? other.account.id : assert.fail();
    const handOver = (to: string, ...emails: readonly string[]) =>
      accounts.setEmails(to, { emails }, { handOver: true });
    assert.equal(await handOver(otherId, 'alice@example.test'), 'taken');
    await accounts.setEmails(id, { emails: ['next@example.test'] });
    assert.equal(await handOver(otherId, 'alice@example.test', 'next@example.test'), 'taken');
    const add = await accounts.add({ username: 'third', emails: ['alice@example.test'] });
    assert.equal(add.outcome, 'taken', 'what was refused has freed nothing');
    assert.equal(await handOver(otherId, 'alice@example.test'), 'set');
    assert.equal((await accounts.findByName('alice@example.test'))?.id, otherId);
    assert.equal((await accounts.findByName('next@example.test'))?.id, id);
    assert.equal(await handOver(id, 'alice@example.test'), 'taken');
    await accounts.remove(otherId);
    for (const name of ['alice@example.test', 'old@example.test']) {
      assert.equal(await handOver(id, name), 'taken', name);
    }
  });

  test('of all that one address is handed to at once, over a slow store, one has it', async () => {
    const { accounts, id } = await openEnrolmentWorld(openTestStore, { wrap: withLatency });
    await accounts.setEmails(id, { emails: [] });
    const others = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const added = await accounts.add({ username: `racer${index}` });
        return added.outcome === 'added' ? added.account.id : assert.fail();
      }),
    );
    const outcomes = await Promise.all(
      others.map((one) => accounts.setEmails(one, { emails: ['alice@example.test'] }, { handOver: true })),
    );
    assert.deepEqual(outcomes.toSorted(), ['set', ...Array(7).fill('taken')]);
    const owner = others[outcomes.indexOf('set')];
    assert.equal((await accounts.findByName('alice@example.test'))?.id, owner);
  });

  test('what was held back for long enough goes to one of all who ask', async () => {
    const { accounts, id, clock } = await openEnrolmentWorld(openTestStore, { wrap: withLatency });
    await accounts.setEmails(id, { emails: [] });
    clock.advance(heldBackMs);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        accounts.add({ username: `racer${index}`, emails: ['alice@example.test'] }),
      ),
    );
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'added').length, 1);
  });

  test('what a deleted account had before is held back with its names', async () => {
    const { accounts, id, clock } = await openEnrolmentWorld(openTestStore);
    await accounts.setEmails(id, { emails: [] });
    await accounts.remove(id);
    const add = async () => (await accounts.add({ username: 'bob', emails: ['alice@example.test'] })).outcome;
    assert.equal(await add(), 'taken');
    clock.advance(heldBackMs);
    assert.equal(await add(), 'added');
  });

  test('the owner is told at the old and the new address, each once, and in the record stands no address', async () => {
    const { accounts, id, read, store } = await openEnrolmentWorld(openTestStore, {
      account: { emails: [outside, 'both@elsewhere.test'], recoveryEmail: undefined as never },
    });
    await accounts.setEmails(id, { emails: ['both@elsewhere.test', 'new@elsewhere.test'] });
    const told = await read();
    assert.deepEqual(told.map(({ to }) => to).sort(), [outside, 'both@elsewhere.test', 'new@elsewhere.test']);
    assert.match(told[0]?.text ?? '', /e-mail addresses of your account were changed/);
    const events = await store.collection('events').findBy('accountId', id);
    assert.doesNotMatch(JSON.stringify(events), /elsewhere/);
    await accounts.setEmails(id, { emails: ['both@elsewhere.test', 'new@elsewhere.test'] });
    assert.deepEqual(await read(), [], 'nothing was changed');
  });

  test('with a recovery address it alone is told, the old and the new one', async () => {
    const { accounts, id, read } = await openEnrolmentWorld(openTestStore);
    await accounts.setEmails(id, { recoveryEmail: 'new@elsewhere.test' });
    assert.deepEqual((await read()).map(({ to }) => to).sort(), [outside, 'new@elsewhere.test']);
  });

  test('what is refused changes nothing and tells nobody', async () => {
    const { accounts, id, read } = await openEnrolmentWorld(openTestStore);
    await accounts.add({ username: 'bob', emails: ['bob@example.test'] });
    const gone = await accounts.add({ username: 'carl', emails: ['carl@example.test'] });
    await accounts.remove(gone.outcome === 'added' ? gone.account.id : assert.fail());
    const before = await accounts.findById(id);
    for (const name of ['bob@example.test', 'carl@example.test']) {
      const emails = ['new@example.test', name];
      assert.equal(await accounts.setEmails(id, { emails, recoveryEmail: null }), 'taken', name);
    }
    for (const changes of [{ emails: ['no address'] }, { recoveryEmail: 'two@example.test, more@x.test' }]) {
      await assert.rejects(
        accounts.setEmails(id, changes),
        (error) => error instanceof AccountInputError && /^(recovery-)?email$/.test(error.field),
      );
    }
    assert.equal(await accounts.setEmails('nobody', { emails: [] }), 'not-found');
    assert.deepEqual(await accounts.findById(id), before);
    assert.deepEqual(await read(), []);
  });

  test('of eight accounts that ask for one address at once, one gets it', async () => {
    const { accounts } = await openEnrolmentWorld(openTestStore, { wrap: withLatency });
    const added = await Promise.all(
      Array.from({ length: 8 }, (_, index) => accounts.add({ username: `racer${index}` })),
    );
    const ids = added.map((one) => (one.outcome === 'added' ? one.account.id : assert.fail()));
    const outcomes = await Promise.all(
      ids.map((id) => accounts.setEmails(id, { emails: ['one@example.test'] })),
    );
    assert.deepEqual(outcomes.sort(), ['set', ...Array.from({ length: 7 }, () => 'taken')]);
  });
});
