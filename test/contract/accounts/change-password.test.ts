// The owner changes the password, on both stores: what ends by it, what stays, and who comes second.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Account, findPassword, listUnusedRecoveryCodes } from '../../../src/accounts/account.ts';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import { isGrantAlive, isSessionAlive, stampsOf } from '../../../src/accounts/alive.ts';
import { openTestAccounts, type TestAccountsOptions } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

const oldText = 'seven green bottles';
const newText = 'six yellow bottles';
const stranger = { address: '192.0.2.1' };

forEachStore((_engine, openTestStore) => {
  test('the new password signs in and the old one does not; sessions end, programs and factors stay', async () => {
    const { accounts, id, get, clock, opens } = await openAlice(openTestStore);
    clock.advance(60_000);
    const before = await get();
    const authTime = Math.floor(clock.now() / 1000);
    assert.equal(
      (await accounts.changePassword(id, newText, { stamps: stampsOf(before) })).outcome,
      'changed',
    );
    assert.deepEqual([await opens(oldText), await opens(newText)], [false, true]);
    const after = await get();
    assert.equal(isSessionAlive(after, authTime, 2), false);
    assert.equal(isGrantAlive(after, authTime, 1), true);
    assert.equal(isGrantAlive(after, authTime, 2), true);
    assert.notEqual(stampsOf(after), stampsOf(before), 'mailed links die by it');
    assert.equal(listUnusedRecoveryCodes(after).length, 10);
    assert.equal((await accounts.factors.list(id))?.length, 1);
    assert.equal(findPassword(after)?.setBy, 'owner');
  });

  test('the same password again changes nothing', async () => {
    const { accounts, id, get } = await openAlice(openTestStore);
    const before = await get();
    assert.equal((await accounts.changePassword(id, oldText, { stamps: stampsOf(before) })).outcome, 'same');
    assert.deepEqual(await get(), before);
  });

  test('a password that nobody should have is refused, and changes nothing', async () => {
    const { accounts, id, get } = await openAlice(openTestStore);
    const before = await get();
    for (const text of ['short', 'password1', 'alice2024', 'x'.repeat(1025), '\ud800 is no Unicode']) {
      const isNamed = (error: unknown) => error instanceof AccountInputError && error.field === 'password';
      await assert.rejects(accounts.changePassword(id, text, { stamps: stampsOf(before) }), isNamed);
    }
    assert.deepEqual(await get(), before);
  });

  test('a change behind an access that was ended does nothing', async () => {
    const { accounts, id, get } = await openAlice(openTestStore);
    const { stamps } = { stamps: stampsOf(await get()) };
    const change = () => accounts.changePassword(id, newText, { stamps });
    await accounts.endAccess(id, { by: 'owner' });
    const ended = await get();
    assert.deepEqual(await change(), { outcome: 'ended' });
    assert.deepEqual(await get(), ended);
    assert.equal((await accounts.changePassword('nobody', newText, { stamps })).outcome, 'ended');
    await accounts.disable(id);
    const disabled = stampsOf(await get());
    assert.equal((await accounts.changePassword(id, newText, { stamps: disabled })).outcome, 'ended');
    await accounts.remove(id);
    assert.equal((await accounts.changePassword(id, newText, { stamps: disabled })).outcome, 'ended');
  });

  test('an account that never had a password gets none this way', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    for (const kind of ['person', 'shared'] as const) {
      const added = await accounts.add({ username: `the-${kind}`, kind });
      const account = added.outcome === 'added' ? added.account : assert.fail();
      const given = { stamps: stampsOf(account) };
      assert.equal((await accounts.changePassword(account.id, newText, given)).outcome, 'ended');
    }
  });

  test('ten at one moment over a slow store: one password is taken, and it is the one that was answered so', async () => {
    const { accounts, id, get, opens } = await openAlice(openTestStore, { wrap: withLatency });
    const given = { stamps: stampsOf(await get()) };
    const texts = Array.from({ length: 10 }, (_, index) => `${newText} no ${index}`);
    const changes = await Promise.all(texts.map((text) => accounts.changePassword(id, text, given)));
    const answers = changes.map(({ outcome }) => outcome);
    assert.deepEqual(answers.toSorted(), ['changed', ...Array(9).fill('ended')]);
    assert.equal(await opens(texts[answers.indexOf('changed')] ?? ''), true);
  });

  test('an administrator who sets a password at the same moment has the last word', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { accounts, id, get, opens } = await openAlice(openTestStore, { wrap: withLatency });
      const given = { stamps: stampsOf(await get()) };
      await Promise.all([
        accounts.changePassword(id, newText, given),
        accounts.setPassword(id, 'nine blue doors ajar', { setBy: 'admin' }),
      ]);
      assert.equal(await opens('nine blue doors ajar'), true);
    }
  });

  test('a retired password is replaced from a known browser, and the new one opens every browser', async () => {
    const { accounts, id, get, clock, opens } = await openAlice(openTestStore);
    for (let tries = 0; findPassword(await get())?.retiredAt === undefined; tries += 1) {
      assert.ok(tries < 200);
      await accounts.verifyCode(id, '000000', stranger);
      clock.advance(3_600_000);
    }
    assert.equal(await opens(oldText), false);
    assert.equal(
      (await accounts.changePassword(id, newText, { stamps: stampsOf(await get()) })).outcome,
      'changed',
    );
    assert.equal(await opens(newText), true);
    await accounts.verifyCode(id, '000000', stranger);
    assert.equal(
      findPassword(await get())?.retiredAt,
      undefined,
      'what was guessed behind the old one is over',
    );
  });

  test('the owner is told of a change, and of nothing that did not happen', async () => {
    const { accounts, id, get, store } = await openAlice(openTestStore);
    const from = { ...stranger, userAgent: 'Firefox', requestId: 'r1' };
    const given = { stamps: stampsOf(await get()), from };
    await accounts.changePassword(id, oldText, given);
    await accounts.changePassword(id, newText, given);
    await accounts.changePassword(id, 'nine blue doors ajar', given);
    const events: readonly object[] = await store.collection('events').findBy('accountId', id);
    const changes = events.filter((event) => 'type' in event && event.type === 'password-changed');
    assert.equal(changes.length, 1);
    assert.partialDeepStrictEqual(changes[0], {
      by: 'owner',
      from: { address: '192.0.2.1', requestId: 'r1' },
    });
  });
});

async function openAlice(openTestStore: OpenTestStore, options: TestAccountsOptions = {}) {
  const opened = await openTestAccounts(openTestStore, options);
  const { accounts } = opened;
  const password = { text: oldText, setBy: 'admin' } as const;
  const added = await accounts.add({ username: 'alice', password });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  await accounts.factors.make(id);
  const get = async (): Promise<Account> => (await accounts.findById(id)) ?? assert.fail();
  const opens = async (text: string): Promise<boolean> =>
    (await accounts.verifyPassword('alice', text, stranger)).outcome === 'right';
  return { ...opened, id, get, opens };
}
