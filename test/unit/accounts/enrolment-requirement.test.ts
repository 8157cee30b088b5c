// What a first factor needs: a table over setting, mail, addresses, ticket and factor.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account, Email, Secret } from '../../../src/accounts/account.ts';
import {
  type EnrolmentRequirement,
  findOutsideAddress,
  requirementOf,
} from '../../../src/accounts/enrolment/requirement.ts';
import { makeTicket } from '../../../src/accounts/enrolment/ticket.ts';

const mailDomains = ['example.test', 'xn--bcher-kva.test'];
const outside = { address: 'alice@elsewhere.test', verified: true };
const inside = { address: 'alice@example.test', verified: true };
const pending = { kind: 'otpauth', state: 'pending' } as Secret;
const active = { kind: 'otpauth', state: 'active' } as Secret;
const expired = makeTicket(0, 0).secret;
const unknown: Secret = { kind: 'enrolment-ticket', id: 't', createdAt: 0, expiresAt: 0 };

type Addresses = Pick<Account, 'emails' | 'recoveryEmail'>;

function accountOf({ emails, recoveryEmail }: Addresses, secrets: readonly Secret[] = []): Account {
  return { emails, ...(recoveryEmail && { recoveryEmail }), secrets } as Account;
}

const reachable: Addresses = { emails: [inside, outside] };
const unreachable: Addresses = { emails: [inside] };

/** The setting, and what follows: with mail and an outside address, without the address, without mail. */
const rows = [
  [undefined, 'mail', 'nothing', 'nothing'],
  ['mail', 'mail', 'ticket', 'ticket'],
  ['password', 'nothing', 'nothing', 'nothing'],
  ['ticket', 'ticket', 'ticket', 'ticket'],
] as const;

for (const [firstFactor, reached, addressless, mailless] of rows) {
  const settings = { mailDomains, ...(firstFactor && { firstFactor }) };
  const requirement = (addresses: Addresses, canMail: boolean, ...secrets: Secret[]): EnrolmentRequirement =>
    requirementOf({ settings, canMail }, accountOf(addresses, secrets));

  test(`with the setting ${firstFactor ?? 'left out'} a first factor needs ${reached}, ${addressless} without an outside address, ${mailless} without mail`, () => {
    assert.equal(requirement(reachable, true), reached);
    assert.equal(requirement(unreachable, true), addressless);
    assert.equal(requirement(reachable, false), mailless);
    assert.equal(requirement(reachable, true, pending), reached);
  });

  test(`with the setting ${firstFactor ?? 'left out'} a ticket is needed where the account has one, over or not`, () => {
    for (const ticket of [makeTicket(0, 3600).secret, expired, unknown]) {
      assert.equal(requirement(reachable, true, ticket), 'ticket');
      assert.equal(requirement(unreachable, false, ticket), 'ticket');
    }
  });

  test(`with the setting ${firstFactor ?? 'left out'} an account with an active factor needs nothing more`, () => {
    assert.equal(requirement(reachable, true, active), 'nothing');
    assert.equal(requirement(unreachable, false, active), 'nothing');
    assert.equal(requirement(reachable, true, active, expired), 'nothing');
  });
}

test('the outside address is the verified recovery address, else the first verified one outside the mail domains', () => {
  const recovery = { address: 'spare@another.test', verified: true };
  const unverified = (email: Email): Email => ({ ...email, verified: false });
  const cases: readonly (readonly [Addresses, string | undefined])[] = [
    [{ emails: [] }, undefined],
    [{ emails: [inside] }, undefined],
    [{ emails: [inside, outside] }, outside.address],
    [{ emails: [unverified(outside)] }, undefined],
    [{ emails: [unverified(outside), inside, recovery] }, recovery.address],
    [{ emails: [outside], recoveryEmail: recovery }, recovery.address],
    [{ emails: [outside], recoveryEmail: unverified(recovery) }, outside.address],
    [{ emails: [], recoveryEmail: unverified(recovery) }, undefined],
    // A recovery address behind this very door is read with the same password.
    [{ emails: [outside], recoveryEmail: inside }, outside.address],
    [{ emails: [], recoveryEmail: inside }, undefined],
    [{ emails: [{ address: 'a@xn--bcher-kva.test', verified: true }] }, undefined],
    [{ emails: [{ address: 'a@sub.example.test', verified: true }] }, 'a@sub.example.test'],
    [
      { emails: [{ address: 'example.test@notexample.test', verified: true }] },
      'example.test@notexample.test',
    ],
  ];
  for (const [addresses, expected] of cases) {
    assert.equal(findOutsideAddress({ mailDomains }, addresses), expected, JSON.stringify(addresses));
  }
  assert.equal(findOutsideAddress({ mailDomains: [] }, unreachable), inside.address);
});
