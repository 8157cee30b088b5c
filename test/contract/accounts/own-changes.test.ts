// What one person changes at an account within a few minutes, on both stores: nobody shuts it by a loop, and no flood is mailed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../../src/accounts/account.ts';
import { authTimeFor, mostSecondsAhead, stampsOf } from '../../../src/accounts/alive.ts';
import { policies } from '../../../src/accounts/attempts/throttles.ts';
import { AppError } from '../../../src/base/app-error.ts';
import { openTestAccounts, type TestAccounts } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import { newAppUrl } from './enrolment-world.ts';

const mail = {
  smtp: { host: '127.0.0.1', port: 25, tls: 'none' },
  mailFrom: { address: 'postern@example.test' },
} as const;
const minute = 60_000;
const mostChanges = policies.ownChanges.most.failures;
const owner = { actor: { by: 'owner' } } as const;

interface World extends TestAccounts {
  readonly id: string;
  get(): Promise<Account>;
  /** Another password by the owner, whatever it is. */
  change(): Promise<string>;
  /** How far a sign-in whose password is right now would have to wait. */
  secondsAhead(): Promise<number>;
}

async function open(openStore: OpenTestStore, wrap?: typeof withLatency): Promise<World> {
  const parts = await openTestAccounts(openStore, { mail, ...(wrap && { wrap }) });
  const { accounts, clock } = parts;
  const added = await accounts.add({
    username: 'alice',
    emails: ['alice@example.test'],
    password: { text: 'seven green lamps at noon', setBy: 'owner' },
  });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const get = async (): Promise<Account> => (await accounts.findById(id)) ?? assert.fail();
  let count = 0;
  const change = async (): Promise<string> => {
    count += 1;
    const given = { stamps: stampsOf(await get()) };
    return (await accounts.changePassword(id, `eight blue lamps, number ${count}`, given)).outcome;
  };
  const secondsAhead = async (): Promise<number> =>
    authTimeFor(await get(), clock.now()) - Math.floor(clock.now() / 1000);
  return { ...parts, id, get, change, secondsAhead };
}

/** The seconds after which a refused change may be tried again. */
async function refusal(act: () => Promise<unknown>): Promise<number> {
  const error = await act().then(
    () => assert.fail('it was done'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AppError && error.code === 'too-many-changes', String(error));
  return error.retryAfterSeconds ?? 0;
}

forEachStore((_engine, openTestStore) => {
  test('a loop of own changes in one moment pushes no sign-in further than a few seconds', async () => {
    const world = await open(openTestStore);
    for (let done = 0; done < mostSecondsAhead; done += 1) {
      assert.equal(await world.change(), 'changed');
    }
    const before = await world.get();
    assert.equal(await refusal(world.change), 1);
    assert.deepEqual(await world.get(), before, 'nothing was written');
    assert.equal(await world.secondsAhead(), mostSecondsAhead);
    world.clock.advance(1000);
    assert.equal(await world.change(), 'changed');
  });

  test('whatever the owner changes or ends, it waits for the clock; an administrator does not', async () => {
    const { accounts, id, change, get, secondsAhead } = await open(openTestStore);
    await accounts.factors.add(id, newAppUrl(0));
    await accounts.factors.add(id, newAppUrl(1));
    const [first] = (await accounts.factors.list(id)) ?? [];
    const stamps = stampsOf(await get());
    const trusted = await accounts.trustedBrowsers.trust(id, { stamps, userAgent: 'x' });
    assert.ok(trusted);
    while ((await secondsAhead()) < mostSecondsAhead) {
      assert.equal(await accounts.setPassword(id, 'nine red lamps at dusk', { setBy: 'admin' }), 'set');
    }
    const now = stampsOf(await get());
    await refusal(change);
    await refusal(() => accounts.factors.remove(id, first?.id ?? '', { by: 'owner' }, { stamps: now }));
    await refusal(() =>
      accounts.factors.add(id, newAppUrl(2), { setBy: 'owner', leave: 'none', stamps: now }),
    );
    await refusal(() => accounts.endAccess(id, { by: 'owner' }));
    assert.equal(stampsOf(await get()), now);
    assert.equal(await accounts.setPassword(id, 'ten grey lamps at dawn', { setBy: 'admin' }), 'set');
    assert.equal((await accounts.loseDevice(id)).outcome, 'ended');
    assert.equal(await secondsAhead(), mostSecondsAhead + 2);
  });

  test('trust in browsers that is ended one by one pushes nothing further either', async () => {
    const { accounts, id, get } = await open(openTestStore);
    await accounts.factors.add(id, newAppUrl(0));
    const stamps = stampsOf(await get());
    for (let made = 0; made <= mostSecondsAhead; made += 1) {
      assert.ok(await accounts.trustedBrowsers.trust(id, { stamps, userAgent: 'x' }));
    }
    const end = async (): Promise<number> => {
      const [browser] = accounts.trustedBrowsers.list(await get());
      return accounts.trustedBrowsers.end(id, browser?.id ?? '');
    };
    // The app that was added is the first second.
    for (let ended = 1; ended < mostSecondsAhead; ended += 1) {
      assert.equal(await end(), 1);
    }
    await refusal(end);
  });

  test('so many own changes in ten minutes, and the next when the first is ten minutes ago', async () => {
    const { change, clock } = await open(openTestStore);
    for (let done = 0; done < mostChanges; done += 1) {
      assert.equal(await change(), 'changed');
      clock.advance(1000);
    }
    assert.equal(await refusal(change), 600 - mostChanges);
    clock.advance(10 * minute - mostChanges * 1000);
    assert.equal(await change(), 'changed');
    await refusal(change);
  });

  test('app passwords, recovery codes and apps count with the passwords; what an administrator does never counts', async () => {
    const { accounts, id, change, clock, get } = await open(openTestStore);
    const given = { name: 'Phone', protocols: ['imap'], services: [] } as const;
    for (let made = 0; made <= mostChanges; made += 1) {
      assert.equal((await accounts.appPasswords.add(id, given)).outcome, 'added');
      assert.equal((await accounts.recoveryCodes.renew(id)).outcome, 'no-factor');
    }
    const app = { setBy: 'owner', leave: 'none', stamps: stampsOf(await get()) } as const;
    assert.notEqual((await accounts.factors.add(id, newAppUrl(0), app)).outcome, 'added', 'a mail is needed');
    await accounts.factors.add(id, newAppUrl(1));
    clock.advance(minute);
    for (let made = 0; made < mostChanges - 2; made += 1) {
      assert.equal((await accounts.appPasswords.add(id, given, owner)).outcome, 'added');
    }
    assert.equal((await accounts.recoveryCodes.renew(id, { by: 'owner' })).outcome, 'renewed');
    const second = { setBy: 'owner', leave: 'none', stamps: stampsOf(await get()) } as const;
    assert.equal((await accounts.factors.add(id, newAppUrl(2), second)).outcome, 'added');
    clock.advance(minute);
    const [factor] = (await accounts.factors.list(id)) ?? [];
    for (const act of [
      change,
      () => accounts.appPasswords.add(id, given, owner),
      () => accounts.recoveryCodes.renew(id, { by: 'owner' }),
      () => accounts.factors.remove(id, factor?.id ?? '', { by: 'owner' }),
    ]) {
      assert.equal(await refusal(act), 9 * 60);
    }
    assert.equal((await accounts.recoveryCodes.renew(id)).outcome, 'renewed');
    const [mine] = (await accounts.appPasswords.list(id)) ?? [];
    assert.equal(await accounts.appPasswords.remove(id, mine?.id ?? '', { by: 'owner' }), 'removed');
    assert.equal(await accounts.endAccess(id, { by: 'owner' }), 'ended', 'an ending is not counted');
  });

  test('what is refused for another reason is not counted', async () => {
    const { accounts, id, change, get } = await open(openTestStore);
    const stamps = stampsOf(await get());
    for (let tried = 0; tried < 2 * mostChanges; tried += 1) {
      await assert.rejects(accounts.changePassword(id, 'short', { stamps }));
      assert.equal(
        (await accounts.changePassword(id, 'seven green lamps at noon', { stamps })).outcome,
        'same',
      );
    }
    assert.equal(await change(), 'changed');
  });

  test('thirty at once over a slow store: no more than a few are made', async () => {
    const { accounts, id, secondsAhead } = await open(openTestStore, withLatency);
    const given = { name: 'Phone', protocols: ['imap'], services: [] } as const;
    const made = await Promise.allSettled(
      Array.from({ length: 30 }, () => accounts.appPasswords.add(id, given, owner)),
    );
    assert.equal(made.filter(({ status }) => status === 'fulfilled').length, mostChanges);
    assert.equal(await secondsAhead(), 0);
  });

  test('mails about own changes end for the day, and the last one says so; an administrator’s are still told', async () => {
    const { accounts, id, change, clock, outbox } = await open(openTestStore);
    const read = async (): Promise<readonly string[]> => {
      const texts: string[] = [];
      for (let taken = await outbox.waiting.take(); taken; taken = await outbox.waiting.take()) {
        await outbox.waiting.forget(taken.id);
        texts.push(taken.mail.text);
      }
      return texts.filter((text) => text.includes('password'));
    };
    const texts: string[] = [];
    for (let changed = 0; changed < 40; changed += 1) {
      assert.equal(await change(), 'changed');
      texts.push(...(await read()));
      clock.advance(minute);
    }
    const last = /many of these today\. No more of them are mailed before midnight UTC/;
    assert.equal(texts.length, 20);
    assert.deepEqual(texts.map((text) => last.test(text)).lastIndexOf(false), 18);
    await accounts.setPassword(id, 'nine red lamps at dusk', { setBy: 'admin' });
    const [told, ...more] = await read();
    assert.ok(told !== undefined && !last.test(told) && more.length === 0);
    clock.advance(24 * 60 * minute);
    assert.equal(await change(), 'changed');
    assert.equal((await read()).length, 1);
  });
});
