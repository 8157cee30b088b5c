// The leave behind an owner's first factor is judged by the write that binds it: what was enough when the secret was shown may not be now.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listFactors } from '../../../src/accounts/account.ts';
import type { Leave } from '../../../src/accounts/enrolment/leave.ts';
import { forEachStore } from '../../support/engines.ts';
import { type EnrolmentWorld, from, newAppUrl, openEnrolmentWorld, outside } from './enrolment-world.ts';

const link = { by: 'link', address: outside } as const;
const code = { by: 'code', address: outside } as const;

async function bind({ accounts, id }: EnrolmentWorld, leave: Leave, index = 0): Promise<string> {
  return (await accounts.factors.add(id, newAppUrl(index), { setBy: 'owner', leave })).outcome;
}

const withAddress = (address: string) => (world: EnrolmentWorld) =>
  world.change((account) => ({ ...account, recoveryEmail: { address, verified: true } }));

forEachStore((_engine, openTestStore) => {
  test('where mail is required, neither nothing nor what was mailed elsewhere binds', async () => {
    const world = await openEnrolmentWorld(openTestStore);
    assert.equal(await bind(world, 'none'), 'mail-needed');
    for (const by of ['link', 'code'] as const) {
      assert.equal(await bind(world, { by, address: 'bob@elsewhere.test' }), 'mail-needed');
    }
    const account = (await world.accounts.findById(world.id)) ?? assert.fail();
    assert.deepEqual(listFactors(account), []);
    assert.equal(await bind(world, link), 'added');
    assert.equal(await bind(world, 'none', 1), 'added', 'with a factor the complete sign-in guards');
  });

  test('a secret that was shown while nothing was required does not bind once there is an address', async () => {
    const world = await openEnrolmentWorld(openTestStore, {
      account: { recoveryEmail: 'spare@example.test' },
    });
    const { accounts, id } = world;
    const account = (await accounts.findById(id)) ?? assert.fail();
    assert.equal(accounts.enrolment.requirementOf(account), 'nothing');
    await withAddress(outside)(world);
    assert.equal(await bind(world, 'none'), 'mail-needed');
    assert.equal(await bind(world, code), 'added');
  });

  test('what was mailed does not bind where the address is another by now, or a ticket is required', async () => {
    for (const leave of [link, code]) {
      const moved = await openEnrolmentWorld(openTestStore);
      await withAddress('new@elsewhere.test')(moved);
      assert.equal(await bind(moved, leave), 'mail-needed');
      const ticketed = await openEnrolmentWorld(openTestStore);
      await ticketed.accounts.enrolment.issueTicket(ticketed.id);
      assert.equal(await bind(ticketed, leave), 'ticket-needed');
    }
  });

  test('a ticket binds where mail would have been required', async () => {
    const world = await openEnrolmentWorld(openTestStore);
    const { accounts, id } = world;
    const issued = await accounts.enrolment.issueTicket(id);
    const ticket = issued.outcome === 'issued' ? issued.ticket : assert.fail();
    const checked = await accounts.enrolment.checkTicket(id, ticket, from);
    const ticketId = checked.outcome === 'right' ? checked.ticketId : assert.fail();
    assert.equal(await bind(world, { by: 'ticket', ticketId }), 'added');
  });

  test('an administrator needs no leave', async () => {
    const world = await openEnrolmentWorld(openTestStore);
    assert.equal((await world.accounts.factors.add(world.id, newAppUrl())).outcome, 'added');
  });
});
