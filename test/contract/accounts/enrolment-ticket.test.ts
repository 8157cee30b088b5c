// Tickets for the first factor, on both stores: given by an administrator, shown behind the password, spent by the write that binds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTicket, listFactors } from '../../../src/accounts/account.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import { day, type EnrolmentWorld, from, newAppUrl, openEnrolmentWorld } from './enrolment-world.ts';

const wrong = { outcome: 'wrong-code' };

async function issue({ accounts, id }: EnrolmentWorld): Promise<string> {
  const issued = await accounts.enrolment.issueTicket(id);
  return issued.outcome === 'issued' ? issued.ticket : assert.fail(issued.outcome);
}

async function check({ accounts, id }: EnrolmentWorld, ticket: string): Promise<string> {
  const checked = await accounts.enrolment.checkTicket(id, ticket, from);
  return checked.outcome === 'right' ? checked.ticketId : assert.fail(checked.outcome);
}

/** How the account takes a new app that its owner sets up. */
async function bind({ accounts, id }: EnrolmentWorld, ticketId?: string, index = 0): Promise<string> {
  const leave = ticketId === undefined ? 'none' : ({ by: 'ticket', ticketId } as const);
  return (await accounts.factors.add(id, newAppUrl(index), { setBy: 'owner', leave })).outcome;
}

forEachStore((_engine, openTestStore) => {
  test('a ticket is answered once, kept as a hash, and needed from then on', async () => {
    const world = await openEnrolmentWorld(openTestStore);
    const { accounts, clock, dump, id } = world;
    const issued = await accounts.enrolment.issueTicket(id);
    assert.ok(issued.outcome === 'issued' && issued.expiresAt === clock.now() + 3 * day);
    const account = (await accounts.findById(id)) ?? assert.fail();
    assert.equal(accounts.enrolment.requirementOf(account), 'ticket');
    const stored = await dump();
    assert.ok(stored.includes('enrolment-ticket'));
    assert.ok(!stored.includes(issued.ticket) && !stored.includes(issued.ticket.replaceAll('-', '')));
  });

  test('a ticket is right in any spelling as often as it is shown, until a factor is bound with it', async () => {
    const world = await openEnrolmentWorld(openTestStore);
    const { accounts, id } = world;
    const ticket = await issue(world);
    const spellings = [
      ticket,
      ticket.toUpperCase(),
      ticket.replaceAll('-', ' '),
      ticket.replaceAll('0', 'o'),
    ];
    const ids = new Set<string>();
    for (const typed of spellings) {
      ids.add(await check(world, typed));
    }
    assert.equal(ids.size, 1);
    const [ticketId] = [...ids];
    assert.equal(await bind(world, ticketId), 'added');
    assert.deepEqual(await accounts.enrolment.checkTicket(id, ticket, from), wrong);
    const account = (await accounts.findById(id)) ?? assert.fail();
    assert.equal(findTicket(account), undefined);
    assert.equal(await bind(world, ticketId, 1), 'ticket-needed');
  });

  test('30 parallel uses of one ticket over a slow store bind one factor', async () => {
    const world = await openEnrolmentWorld(openTestStore, { wrap: withLatency });
    const ticketId = await check(world, await issue(world));
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, index) => bind(world, ticketId, index)),
    );
    assert.deepEqual(
      outcomes.filter((outcome) => outcome !== 'ticket-needed'),
      ['added'],
    );
    const account = (await world.accounts.findById(world.id)) ?? assert.fail();
    assert.equal(listFactors(account).length, 1);
  });

  test('without its ticket an owner binds nothing, an administrator does, and that spends it too', async () => {
    const world = await openEnrolmentWorld(openTestStore);
    const { accounts, id } = world;
    const ticketId = await check(world, await issue(world));
    assert.equal(await bind(world), 'ticket-needed');
    assert.equal(await bind(world, 'another'), 'ticket-needed');
    assert.equal((await accounts.factors.add(id, newAppUrl())).outcome, 'added');
    assert.equal(await bind(world, ticketId, 1), 'ticket-needed');
    assert.equal(await bind(world, undefined, 1), 'added', 'with a factor the complete sign-in guards');
  });

  test('where the setting asks for a ticket an owner without one binds nothing', async () => {
    const world = await openEnrolmentWorld(openTestStore, { settings: { firstFactor: 'ticket' } });
    assert.equal(await bind(world), 'ticket-needed');
    assert.equal(await bind(world, await check(world, await issue(world))), 'added');
    const addressless = await openEnrolmentWorld(openTestStore, {
      settings: { firstFactor: 'mail' },
      account: { recoveryEmail: 'spare@example.test' },
    });
    assert.equal(await bind(addressless), 'ticket-needed');
  });

  const endings: readonly (readonly [string, (world: EnrolmentWorld) => Promise<unknown>])[] = [
    ['its three days', async ({ clock }) => clock.advance(3 * day)],
    ['a newer one', issue],
    ['a reset', ({ accounts, id }) => accounts.factors.reset(id)],
    ['a reset with another', ({ accounts, id }) => accounts.factors.reset(id, {}, { withTicket: true })],
    ['a lost device', ({ accounts, id }) => accounts.loseDevice(id)],
  ];
  for (const [what, end] of endings) {
    test(`a ticket is over after ${what}, also where it was shown before`, async () => {
      const world = await openEnrolmentWorld(openTestStore);
      const ticket = await issue(world);
      const ticketId = await check(world, ticket);
      await end(world);
      assert.deepEqual(await world.accounts.enrolment.checkTicket(world.id, ticket, from), wrong);
      assert.equal(await bind(world, ticketId), 'ticket-needed');
    });
  }

  test('an expired ticket lets nobody bind by the password alone', async () => {
    const world = await openEnrolmentWorld(openTestStore);
    await issue(world);
    world.clock.advance(30 * day);
    assert.equal(await bind(world), 'ticket-needed');
    assert.equal(await bind(world, await check(world, await issue(world))), 'added');
  });

  test('the ticket of a reset and of a lost device works', async () => {
    const world = await openEnrolmentWorld(openTestStore);
    const { accounts, id } = world;
    await accounts.factors.make(id);
    const reset = await accounts.factors.reset(id, {}, { withTicket: true });
    assert.ok(reset.outcome === 'reset' && reset.ticket !== undefined);
    assert.equal(await bind(world), 'ticket-needed');
    assert.equal(await bind(world, await check(world, reset.ticket)), 'added');
    const ended = await accounts.loseDevice(id, {}, { withTicket: true });
    assert.ok(ended.outcome === 'ended' && ended.ticket !== undefined);
    assert.equal(await bind(world, await check(world, ended.ticket), 1), 'added');
  });

  test('another password leaves the ticket: an administrator often gives both', async () => {
    const world = await openEnrolmentWorld(openTestStore);
    const ticket = await issue(world);
    await world.accounts.setPassword(world.id, 'eight blue lamps at dawn', { setBy: 'admin' });
    assert.equal(await bind(world, await check(world, ticket)), 'added');
  });

  test('wrong tickets have a count of their own, and what can be no ticket costs no try', async () => {
    const world = await openEnrolmentWorld(openTestStore);
    const { accounts, clock, eventTypes, id } = world;
    const ticket = await issue(world);
    const { checkTicket } = accounts.enrolment;
    for (const typed of ['', 'x', ticket.slice(1), [ticket], undefined, 'x'.repeat(10_000)] as string[]) {
      assert.deepEqual(await checkTicket(id, typed, from), wrong);
    }
    for (let round = 0; round < 5; round += 1) {
      assert.deepEqual(await checkTicket(id, '0000-0000-0000-0000-0000', from), wrong);
    }
    assert.equal((await checkTicket(id, ticket, from)).outcome, 'throttled');
    assert.equal((await accounts.verifyRecoveryCode(id, 'x', from)).outcome, 'wrong-code');
    assert.equal((await accounts.verifyCode(id, '000000', from)).outcome, 'wrong-code');
    const browser = await accounts.browsers.remember(id, { factor: 2 });
    assert.equal((await checkTicket(id, ticket, { ...from, browser })).outcome, 'right');
    const elsewhere = { ...from, address: '198.51.100.7' };
    assert.equal((await checkTicket(id, ticket, elsewhere)).outcome, 'right', 'no network slows another');
    clock.advance(15 * 60_000);
    assert.equal(
      (await checkTicket(id, ticket, from)).outcome,
      'right',
      'there as well after a quarter of an hour',
    );
    const types = ['ticket-issued', ...Array(7).fill('wrong-code')];
    assert.deepEqual(await eventTypes(), types, 'a right ticket is no recovery code');
  });

  test('a ticket is right for its own account only, while it is active', async () => {
    const world = await openEnrolmentWorld(openTestStore);
    const { accounts, id } = world;
    const ticket = await issue(world);
    const added = await accounts.add({ username: 'bob' });
    const bobId = added.outcome === 'added' ? added.account.id : assert.fail();
    await accounts.enrolment.issueTicket(bobId);
    for (const other of [bobId, 'nobody']) {
      assert.deepEqual(await accounts.enrolment.checkTicket(other, ticket, from), wrong);
    }
    await assert.rejects(accounts.enrolment.checkTicket(id, ticket, { ...from, stamps: '1.2.3' }), {
      code: 'sign-in-expired',
    });
    await accounts.disable(id);
    assert.deepEqual(await accounts.enrolment.checkTicket(id, ticket, from), wrong);
  });

  test('a ticket is for people who have no factor', async () => {
    const { accounts, id } = await openEnrolmentWorld(openTestStore);
    const { issueTicket } = accounts.enrolment;
    const team = await accounts.add({ username: 'team', kind: 'shared' });
    const teamId = team.outcome === 'added' ? team.account.id : assert.fail();
    assert.deepEqual(await issueTicket(teamId), { outcome: 'not-for-this-kind' });
    assert.deepEqual(await issueTicket('nobody'), { outcome: 'not-found' });
    await accounts.factors.make(id);
    assert.deepEqual(await issueTicket(id), { outcome: 'has-factor' });
    await accounts.remove(id);
    assert.deepEqual(await issueTicket(id), { outcome: 'not-found' });
  });
});
