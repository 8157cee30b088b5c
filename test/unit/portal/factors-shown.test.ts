// What the account pages say of second factors: names that nobody gave, and which may be lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account, Secret } from '../../../src/accounts/account.ts';
import type { FactorDetails } from '../../../src/accounts/second-factor/factor-details.ts';
import { replacedView } from '../../../src/portal/enrol/done-view.ts';
import { lostDeviceView } from '../../../src/portal/lost-device/view.ts';
import { findLostFactors } from '../../../src/portal/overview/lost-factors.ts';
import type { PortalFrame } from '../../../src/views/layout.ts';
import { factorLabel } from '../../../src/views/texts/factor-label.ts';
import { findTexts } from '../../../src/views/texts/find-texts.ts';

test('a factor that nobody named is called in the language of its reader, and any other by its name', () => {
  const german = findTexts('de');
  for (const [label, shown] of [
    ['Authenticator app', 'Authenticator-App'],
    ['Authenticator app 2', 'Authenticator-App 2'],
    ['Token 3', 'Token 3'],
    ['Phone', 'Phone'],
    ['My Authenticator app', 'My Authenticator app'],
    ['Phone 2', 'Phone 2'],
  ] as const) {
    assert.equal(factorLabel(german, label), shown);
    assert.equal(factorLabel(findTexts('en'), label), label);
  }
});

test('so it is on the pages where one is taken away', () => {
  const frame: PortalFrame = {
    brand: { name: 'Postern', color: '#1d5c63' },
    texts: findTexts('de'),
    csrf: 'x',
    username: 'alice',
    hasSecondStep: true,
  };
  const factors = [{ ...factor('old', 0), label: 'Authenticator app 2' }];
  for (const page of [
    replacedView(frame, factors as unknown as Parameters<typeof replacedView>[1]),
    lostDeviceView(frame, { now: minute, factors, madeFor: [] }),
  ]) {
    assert.match(page.toString(), /„Authenticator-App 2“/);
    assert.doesNotMatch(page.toString(), /Authenticator app/);
  }
});

const minute = 60_000;
const recoveredAt = 1000 * minute;

function factor(id: string, createdAt: number): FactorDetails {
  const app = { kind: 'otpauth', type: 'totp', algorithm: 'SHA1', digits: 6, period: 30, t0: 0 } as const;
  return { ...app, id, label: id, state: 'active', confirmed: true, createdAt, setBy: 'owner' };
}

function account(lastUses: Readonly<Record<string, number>>, usedAt?: number): Account {
  const code = { kind: 'recovery-code', id: 'code', hash: '', ...(usedAt && { usedAt }) };
  const secrets = Object.entries(lastUses).map(([id, at]) => ({
    kind: 'otpauth',
    id,
    lastStep: Math.floor(at / 30_000) + 1,
    drift: 1,
  }));
  return { secrets: [code, ...secrets] as unknown as readonly Secret[] } as Account;
}

const cases: readonly (readonly [string, Account, readonly FactorDetails[], readonly string[]])[] = [
  [
    'one that was replaced behind a recovery code may be lost',
    account({ old: recoveredAt - minute, next: recoveredAt + minute }, recoveredAt),
    [factor('old', 0), factor('next', recoveredAt + minute)],
    ['old'],
  ],
  [
    'one whose code was right since is not',
    account({ old: recoveredAt + 5 * minute, next: recoveredAt + minute }, recoveredAt),
    [factor('old', 0), factor('next', recoveredAt + minute)],
    [],
  ],
  ['none is before another one was added', account({ old: 0 }, recoveredAt), [factor('old', 0)], []],
  [
    'none is where no recovery code was used',
    account({ old: 0, next: recoveredAt }),
    [factor('old', 0), factor('next', recoveredAt)],
    [],
  ],
];
for (const [title, owner, factors, lost] of cases) {
  test(title, () => {
    assert.deepEqual(
      findLostFactors(owner, factors).map(({ id }) => id),
      lost,
    );
  });
}
