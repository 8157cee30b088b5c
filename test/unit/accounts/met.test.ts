// What is required against what was proven, and where a trusted browser may stand in for the code: a table.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canBeTrusted, isMet } from '../../../src/accounts/rules/met.ts';
import {
  type Reason,
  type Requirement,
  requiredFactor,
} from '../../../src/accounts/rules/required-factor.ts';
import { readNewRule } from '../../../src/accounts/rules/rule.ts';

const account: Reason = { by: 'account', asks: 2 };
const policy: Reason = { by: 'policy', asks: 2 };
const client: Reason = { by: 'client', asks: 2 };
const request: Reason = { by: 'request', asks: 2 };
const rule: Reason = { by: 'rule', asks: 2, rule: 'r' };
const low = (by: Reason['by']): Reason => ({ by, asks: 1 });
const deny: Reason = { by: 'rule', asks: 'deny', rule: 'r' };

const password = { factor: 1, isTrusted: false } as const;
const trusted = { factor: 1, isTrusted: true } as const;
const code = { factor: 2, isTrusted: false } as const;

/** Who asks, and whether that is met by: the password, the password in a trusted browser, a code. */
const cases: readonly (readonly [readonly Reason[], boolean, boolean, boolean])[] = [
  [[], true, true, true],
  [[low('client')], true, true, true],
  [[low('rule'), low('request'), low('account')], true, true, true],
  [[account], false, true, true],
  [[policy], false, true, true],
  [[account, policy], false, true, true],
  [[policy, low('client'), low('rule')], false, true, true],
  [[client], false, false, true],
  [[request], false, false, true],
  [[rule], false, false, true],
  [[account, client], false, false, true],
  [[policy, request], false, false, true],
  [[policy, rule], false, false, true],
  [[deny], false, false, false],
  [[policy, deny], false, false, false],
  [[account, low('client'), deny], false, false, false],
];

for (const [reasons, byPassword, byTrust, byCode] of cases) {
  const who = reasons.map(({ by, asks }) => `${by} ${asks}`).join(', ') || 'nobody';
  test(`asked by ${who}: password ${byPassword}, trusted browser ${byTrust}, code ${byCode}`, () => {
    const requirement = toRequirement(reasons);
    assert.equal(isMet(requirement, password), byPassword);
    assert.equal(isMet(requirement, trusted), byTrust);
    assert.equal(isMet(requirement, code), byCode);
    assert.equal(canBeTrusted(requirement), byTrust);
  });
}

test('a group or a role asks by a rule: trust in a browser does not stand in for it', () => {
  const person = { id: 'a', kind: 'person', roles: ['user'], groups: ['staff'] } as const;
  for (const matched of [{ groups: ['staff'] }, { roles: ['user'] }, { networks: ['192.0.2.0/24'] }]) {
    const requirement = requiredFactor({
      account: person,
      address: '192.0.2.7',
      rules: [readNewRule({ demand: 2, ...matched })],
      policy: { mfa: 'required', exemptRoles: [] },
      now: 0,
    });
    assert.equal(requirement.factor, 2);
    assert.equal(isMet(requirement, trusted), false);
    assert.equal(isMet(requirement, code), true);
  }
});

function toRequirement(reasons: readonly Reason[]): Requirement {
  const asks = reasons.map((found) => found.asks);
  return { factor: asks.includes('deny') ? 'deny' : asks.includes(2) ? 2 : 1, reasons };
}
