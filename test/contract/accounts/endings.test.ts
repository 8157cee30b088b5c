// Endings on both stores: all access by the owner, the last factor, resets and lost devices with a ticket, and what an administrator asks for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Account,
  findPassword,
  findTicket,
  hasSecondFactor,
  listUnusedRecoveryCodes,
} from '../../../src/accounts/account.ts';
import { isGrantAlive, stampsOf } from '../../../src/accounts/alive.ts';
import { isTicketOf, readTicket } from '../../../src/accounts/enrolment/ticket.ts';
import type { StoredDocument } from '../../../src/store/store.ts';
import { openTestAccounts, type TestAccountsOptions } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

const text = 'seven green bottles';
const from = { address: '192.0.2.1' };
const ticketForm = /^[0-9a-hjkmnp-tv-z]{4}(?:-[0-9a-hjkmnp-tv-z]{4}){4}$/;

forEachStore((_engine, openTestStore) => {
  test('the owner ends all access: sessions, grants, browsers, links; factors, codes and password stay', async () => {
    const { accounts, id, get, clock, store } = await openWithFactors(openTestStore, ['Phone']);
    const browser = await accounts.browsers.remember(id, { factor: 2 });
    const links = store.collection<LinkLike>('links');
    for (const accountId of [id, 'somebody else']) {
      await links.insert({ id: `enrol:${accountId}`, accountId, token: `token of ${accountId}` });
      await links.insert({ id: `code:${accountId}`, accountId, token: `code of ${accountId}` });
    }
    const before = await get();
    const authTime = Math.floor(clock.now() / 1000) + 60;
    clock.advance(60_000);
    assert.equal(await accounts.endAccess(id, { by: 'owner', from }), 'ended');
    const after = await get();
    assert.equal(isGrantAlive(before, authTime, 2), true);
    assert.equal(isGrantAlive(after, authTime, 2), false);
    assert.deepEqual(after.secrets, before.secrets);
    assert.equal(await accounts.browsers.isKnown(id, browser), false);
    assert.deepEqual(await links.findBy('accountId', id), []);
    assert.equal((await links.findBy('accountId', 'somebody else')).length, 2);
    assert.equal((await accounts.verifyPassword('alice', text, from)).outcome, 'right');
  });

  test('an end of all access is told to the owner, with who and from where', async () => {
    const { accounts, id, eventsOf } = await openWithFactors(openTestStore, []);
    await accounts.endAccess(id, { by: 'owner', from });
    const [event, ...others] = await eventsOf('access-ended');
    assert.partialDeepStrictEqual(event, { by: 'owner', from });
    assert.deepEqual(others, []);
    assert.equal(await accounts.endAccess('nobody', { by: 'owner' }), 'not-found');
    await accounts.remove(id);
    assert.equal(await accounts.endAccess(id, { by: 'owner' }), 'not-found');
    assert.equal((await eventsOf('access-ended')).length, 1);
  });

  test('a deleted account leaves no link behind', async () => {
    const { accounts, id, store } = await openWithFactors(openTestStore, []);
    const links = store.collection<LinkLike>('links');
    await links.insert({ id: `enrol:${id}`, accountId: id, token: 'token' });
    await accounts.remove(id);
    assert.deepEqual(await links.findBy('accountId', id), []);
  });

  test('the last factor goes when that is asked for, with the recovery codes, and the owner may begin anew', async () => {
    const { accounts, id, get, factorIds, eventsOf } = await openWithFactors(openTestStore, ['Phone']);
    const [phone = ''] = factorIds;
    assert.equal((await accounts.factors.remove(id, phone, { by: 'owner' })).outcome, 'last');
    const given = { lastToo: true, stamps: stampsOf(await get()) };
    assert.equal((await accounts.factors.remove(id, phone, { by: 'owner', from }, given)).outcome, 'removed');
    const account = await get();
    assert.deepEqual(account.secrets, [findPassword(account)]);
    assert.notEqual(stampsOf(account), given.stamps, 'sessions end');
    const [event] = await eventsOf('factor-removed');
    assert.partialDeepStrictEqual(event, { by: 'owner', from, facts: { name: 'Phone' } });
    assert.equal((await accounts.factors.make(id)).outcome, 'made');
  });

  test('the last factor stays where the account itself must have one, whoever asks', async () => {
    const { accounts, id, factorIds } = await openWithFactors(openTestStore, ['Phone', 'Key']);
    const [phone = '', key = ''] = factorIds;
    await accounts.requireFactor(id, 2);
    assert.equal(
      (await accounts.factors.remove(id, phone, { by: 'owner' }, { lastToo: true })).outcome,
      'removed',
    );
    assert.equal(
      (await accounts.factors.remove(id, key, { by: 'owner' }, { lastToo: true })).outcome,
      'last',
    );
    await accounts.requireFactor(id, undefined);
    assert.equal(
      (await accounts.factors.remove(id, key, { by: 'owner' }, { lastToo: true })).outcome,
      'removed',
    );
  });

  test('one of several with lastToo leaves the others and the recovery codes', async () => {
    const { accounts, id, get, factorIds } = await openWithFactors(openTestStore, ['Phone', 'Key']);
    await accounts.factors.remove(id, factorIds[0] ?? '', {}, { lastToo: true });
    assert.equal(hasSecondFactor(await get()), true);
    assert.equal(listUnusedRecoveryCodes(await get()).length, 10);
  });

  test('what is removed behind one sign-in at one moment is one factor; the rest is told that it changed', async () => {
    const five = ['a', 'b', 'c', 'd', 'e'];
    const opened = await openWithFactors(openTestStore, five, { wrap: withLatency });
    const { accounts, clock, id, get, factorIds } = opened;
    clock.advance(60_000);
    const given = { lastToo: true, stamps: stampsOf(await get()) };
    const outcomes = await Promise.all(
      factorIds.map((factorId) => accounts.factors.remove(id, factorId, { by: 'owner' }, given)),
    );
    const answers = outcomes.map(({ outcome }) => outcome);
    assert.deepEqual(answers.toSorted(), ['changed', 'changed', 'changed', 'changed', 'removed']);
    await accounts.disable(id);
    const stamps = stampsOf(await get());
    const left = (await accounts.factors.list(id))?.[0]?.id ?? '';
    assert.equal((await accounts.factors.remove(id, left, { by: 'owner' }, { stamps })).outcome, 'changed');
  });

  test('recovery codes are renewed behind the sign-in that was judged, and no later', async () => {
    const { accounts, id, get, codes, eventsOf } = await openWithFactors(openTestStore, ['Phone']);
    const stamps = stampsOf(await get());
    assert.equal((await accounts.recoveryCodes.renew(id, { by: 'owner' }, stamps)).outcome, 'renewed');
    await accounts.factors.make(id);
    const before = await get();
    const late = await accounts.recoveryCodes.renew(id, { by: 'owner' }, stamps);
    assert.deepEqual(late, { outcome: 'changed' });
    assert.deepEqual(await get(), before);
    assert.equal((await eventsOf('recovery-codes-renewed')).length, 1);
    assert.equal(codes.length, 10);
    await accounts.disable(id);
    const disabled = await accounts.recoveryCodes.renew(id, { by: 'owner' }, stampsOf(await get()));
    assert.deepEqual(disabled, { outcome: 'changed' });
  });

  test('a renewal that races an ending leaves no codes behind it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { accounts, id, get } = await openWithFactors(openTestStore, ['Phone'], { wrap: withLatency });
      const stamps = stampsOf(await get());
      await Promise.all([
        accounts.recoveryCodes.renew(id, { by: 'owner' }, stamps),
        accounts.factors.reset(id),
      ]);
      assert.deepEqual(listUnusedRecoveryCodes(await get()), []);
    }
  });

  for (const ending of ['reset', 'loseDevice'] as const) {
    test(`${ending}: a ticket is answered once, kept as a hash, and takes the place of an older one`, async () => {
      const { accounts, id, get, clock } = await openWithFactors(openTestStore, ['Phone']);
      const act = ending === 'reset' ? accounts.factors.reset : accounts.loseDevice;
      const first = ticketOf(await act(id, {}, { withTicket: true }));
      assert.match(first, ticketForm);
      const secret = findTicket(await get()) ?? assert.fail();
      assert.equal(secret.expiresAt, clock.now() + 72 * 3_600_000);
      assert.ok(!JSON.stringify(await get()).includes(first.slice(0, 9)));
      const second = ticketOf(await act(id, {}, { withTicket: true }));
      const account = await get();
      assert.deepEqual(
        account.secrets.map(({ kind }) => kind),
        ['password', 'enrolment-ticket'],
      );
      const now = findTicket(account) ?? assert.fail();
      assert.deepEqual(
        [first, second].map((ticket) => isTicketOf(now, readTicket(ticket) ?? '')),
        [false, true],
      );
    });

    test(`${ending}: without a ticket none is left, and team mailboxes never have one`, async () => {
      const { accounts, id, get } = await openWithFactors(openTestStore, ['Phone']);
      const act = ending === 'reset' ? accounts.factors.reset : accounts.loseDevice;
      const done = ending === 'reset' ? 'reset' : 'ended';
      await act(id, {}, { withTicket: true });
      assert.deepEqual(await act(id), { outcome: done });
      assert.equal(findTicket(await get()), undefined);
      const added = await accounts.add({ username: 'team', kind: 'shared' });
      const team = added.outcome === 'added' ? added.account.id : assert.fail();
      assert.deepEqual(await act(team, {}, { withTicket: true }), { outcome: done });
      assert.equal(findTicket((await accounts.findById(team)) ?? assert.fail()), undefined);
      assert.deepEqual(await act('nobody', {}, { withTicket: true }), { outcome: 'not-found' });
    });

    test(`${ending}: of ten at one moment over a slow store one ticket is right, and it was answered`, async () => {
      const { accounts, id, get } = await openWithFactors(openTestStore, ['Phone'], { wrap: withLatency });
      const act = ending === 'reset' ? accounts.factors.reset : accounts.loseDevice;
      const answers = await Promise.all(Array.from({ length: 10 }, () => act(id, {}, { withTicket: true })));
      const secret = findTicket(await get()) ?? assert.fail();
      const right = answers.filter((answer) => isTicketOf(secret, readTicket(ticketOf(answer)) ?? ''));
      assert.equal(right.length, 1);
    });
  }

  test('who did it and from where is kept of resets and lost devices; nothing taken away is no news', async () => {
    const { accounts, id, eventsOf } = await openWithFactors(openTestStore, ['Phone']);
    await accounts.factors.reset(id, { by: 'admin', from }, { withTicket: true });
    await accounts.factors.reset(id, { by: 'admin', from });
    const [event, ...others] = await eventsOf('factor-removed');
    assert.partialDeepStrictEqual(event, { by: 'admin', from });
    assert.deepEqual(others, []);
    await accounts.loseDevice(id, { by: 'admin', from });
    assert.partialDeepStrictEqual(await eventsOf('device-lost'), [{ by: 'admin', from }]);
  });

  test('an administrator asks for a factor of one account, takes it back, and undoes nothing else', async () => {
    const { accounts, id, get, factorIds } = await openWithFactors(openTestStore, ['Phone'], {
      wrap: withLatency,
    });
    assert.equal('requiredFactor' in (await get()), false);
    for (const factor of [2, 1] as const) {
      assert.equal(await accounts.requireFactor(id, factor), 'set');
      assert.equal((await get()).requiredFactor, factor);
    }
    const before = await get();
    await Promise.all([
      accounts.requireFactor(id, undefined),
      accounts.factors.rename(id, factorIds[0] ?? '', 'Other'),
      accounts.disable(id),
    ]);
    const after = await get();
    assert.equal('requiredFactor' in after, false);
    assert.equal(after.status, 'disabled');
    assert.equal((await accounts.factors.list(id))?.[0]?.label, 'Other');
    assert.equal(after.secrets.length, before.secrets.length);
    assert.equal(await accounts.requireFactor('nobody', 2), 'not-found');
    await accounts.remove(id);
    assert.equal(await accounts.requireFactor(id, 2), 'not-found');
  });
});

interface LinkLike extends StoredDocument {
  readonly accountId: string;
  readonly token: string;
}

function ticketOf(answer: { outcome: string; ticket?: string }): string {
  return answer.ticket ?? assert.fail();
}

async function openWithFactors(
  openTestStore: OpenTestStore,
  names: readonly string[],
  options: TestAccountsOptions = {},
) {
  const opened = await openTestAccounts(openTestStore, options);
  const { accounts, store } = opened;
  const added = await accounts.add({ username: 'alice', password: { text, setBy: 'owner' } });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const codes: string[] = [];
  for (const name of names) {
    const made = await accounts.factors.make(id, { name });
    codes.push(...(made.outcome === 'made' ? made.recoveryCodes : assert.fail()));
  }
  const factorIds = ((await accounts.factors.list(id)) ?? []).map((factor) => factor.id);
  const get = async (): Promise<Account> => (await accounts.findById(id)) ?? assert.fail();
  const eventsOf = async (type: string): Promise<readonly object[]> => {
    const all: readonly object[] = await store.collection('events').findBy('accountId', id);
    return all.filter((event) => 'type' in event && event.type === type);
  };
  return { ...opened, id, codes, factorIds, get, eventsOf };
}
