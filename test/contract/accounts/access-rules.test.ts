// Access rules and policy in the store, on both engines: their order, their change, and how soon it counts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AccessRulesParts, createAccessRules } from '../../../src/accounts/rules/access-rules.ts';
import { createMovedClock } from '../../support/accounts.ts';
import { forEachStore } from '../../support/engines.ts';

const account = { id: 'alice', kind: 'person', roles: ['user'], groups: [] } as const;
const settings: AccessRulesParts['settings'] = { mfa: 'optional', mfaExemptRoles: ['superadmin'] };

forEachStore((_engine, openStore, makeTarget) => {
  const open = async (changes: Partial<AccessRulesParts['settings']> = {}) => {
    const clock = createMovedClock();
    const target = await makeTarget();
    const rulesOf = async () => {
      const store = await openStore({ clock, target });
      return createAccessRules({ store, clock, settings: { ...settings, ...changes } });
    };
    return { clock, here: await rulesOf(), elsewhere: await rulesOf() };
  };

  test('rules stand in the order they were added, or before the one that is named', async () => {
    const { here } = await open();
    const first = await here.add({ groups: ['staff'], demand: 2 });
    assert.ok(first !== 'no-such-rule');
    const last = await here.add({ demand: 'deny' });
    const between = await here.add({ roles: ['admin'], demand: 1 }, last === 'no-such-rule' ? '' : last.id);
    assert.deepEqual(await here.list(), [first, between, last]);
    assert.equal(await here.add({ demand: 1 }, 'nothing'), 'no-such-rule');
    assert.equal(await here.remove(first.id), true);
    assert.equal(await here.remove(first.id), false);
    assert.deepEqual(await here.list(), [between, last]);
  });

  test('sixteen rules added at once are all there', async () => {
    const { here, elsewhere } = await open();
    const added = await Promise.all(
      Array.from({ length: 16 }, (_, index) => (index % 2 ? here : elsewhere).add({ demand: 2 })),
    );
    const ids = (await here.list()).map(({ id }) => id).sort();
    assert.deepEqual(ids, added.map((rule) => (rule === 'no-such-rule' ? '' : rule.id)).sort());
  });

  test('a rule of another process counts within five seconds, and so does its end', async () => {
    const { clock, here, elsewhere } = await open();
    assert.equal((await here.judge({ account })).factor, 1);
    const rule = await elsewhere.add({ demand: 'deny' });
    clock.advance(5000);
    assert.equal((await here.judge({ account })).factor, 'deny');
    await elsewhere.remove(rule === 'no-such-rule' ? '' : rule.id);
    clock.advance(5000);
    assert.equal((await here.judge({ account })).factor, 1);
  });

  test('a clock that was put back does not keep old rules alive', async () => {
    const { clock, here, elsewhere } = await open();
    assert.equal((await here.judge({ account })).factor, 1);
    await elsewhere.add({ demand: 2 });
    clock.advance(-60_000);
    assert.equal((await here.judge({ account })).factor, 2);
  });

  test('the settings are the policy until it is set, and the exempt roles after it as well', async () => {
    const { here } = await open({ mfa: 'required', mfaExemptRoles: ['admin'] });
    assert.deepEqual(await here.policy(), { mfa: 'required', exemptRoles: ['admin'] });
    assert.equal((await here.judge({ account })).factor, 2);
    await here.setPolicy({ mfa: 'optional' });
    assert.deepEqual(await here.policy(), { mfa: 'optional', exemptRoles: ['admin'] });
    await here.setPolicy({ mfa: 'required', from: 5 });
    assert.deepEqual(await here.policy(), { mfa: 'required', from: 5, exemptRoles: ['admin'] });
    await here.setPolicy({ mfa: 'required' });
    assert.deepEqual(await here.policy(), { mfa: 'required', exemptRoles: ['admin'] });
  });

  test('a date that comes acts without anybody reading or writing', async () => {
    const { clock, here } = await open();
    await here.setPolicy({ mfa: 'required', from: clock.now() + 1000 });
    assert.equal((await here.judge({ account })).factor, 1);
    clock.advance(1000);
    assert.equal((await here.judge({ account })).factor, 2);
  });

  test('the address is looked up only where a rule is about networks', async () => {
    const { clock, here } = await open();
    let lookups = 0;
    const address = async () => {
      lookups += 1;
      return '192.0.2.7';
    };
    await here.judge({ account, address });
    assert.equal(lookups, 0);
    await here.add({ networks: ['192.0.2.0/24'], demand: 2 });
    clock.advance(5000);
    assert.equal((await here.judge({ account, address })).factor, 2);
    assert.equal(lookups, 1);
  });
});
