// The order of a sign-in as a table: what is proven, and which page comes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findOpenStep, nextStep } from '../../../interactions/flow.ts';
import type { Progress, Proven } from '../../../interactions/progress.ts';
import { createSteps } from '../../../interactions/routes.ts';
import type { SignInState, StepName, StepParts } from '../../../interactions/step.ts';

// The order asks nobody for anything: no part of the steps is used.
const parts = { accounts: {}, settings: { refreshMax: 400 } } as unknown as StepParts;
const steps = createSteps(parts);

const proven = (requiredFactor: 1 | 2, factor: 1 | 2, more: Partial<Proven> = {}): Progress => ({
  proven: {
    accountId: 'a',
    username: 'alice',
    passwordAt: 0,
    stamps: '',
    requiredFactor,
    factor,
    amr: ['pwd'],
    ...more,
  } satisfies Proven,
});

const temporary = { temporaryPassword: 'p' };
const denied = { barred: 'denied' } as const;
const forced = { barred: 'enrol-first' } as const;
const mailed = { leave: { by: 'mail', address: 'a…@example.org' } } as const;
const ticket = { leave: { by: 'ticket' } } as const;
const everything: Partial<Proven> = {
  ...temporary,
  ...mailed,
  enrolBy: 1,
  pendingFactor: 'f',
  freshCodes: 'c',
  recovered: { left: 3 },
};

interface Row {
  readonly title: string;
  readonly state: SignInState;
  readonly next: StepName | undefined;
  readonly open: readonly StepName[];
}

const secondFactor: readonly StepName[] = ['totp', 'recovery-code', 'lost-device'];

/** At the first prompt; the page that comes is the first of those that are open. */
const rows: readonly (readonly [title: string, progress: Progress, open: readonly StepName[]])[] = [
  ['a sign-in begins with the password', {}, ['password']],
  ['a second step follows, or what stands in for it', proven(2, 1), secondFactor],
  ['a right password of an account without one is all there is to prove', proven(1, 1), []],
  ['both factors finish the sign-in', proven(2, 2), []],
  ['a trusted browser needs no code', proven(1, 1, { amr: ['pwd', 'rba'] }), []],
  ['a temporary password is replaced behind both factors', proven(2, 2, temporary), ['new-password']],
  ['and not before the second one', proven(2, 1, temporary), secondFactor],
  ['who is denied gets nowhere, whatever is missing', proven(2, 1, { ...temporary, ...denied }), ['denied']],
  ['and not with both factors either', proven(2, 2, denied), ['denied']],
  ['and no leftover of another step is open to them', proven(2, 2, { ...everything, ...denied }), ['denied']],
  ['a second step that will be required is offered', proven(1, 1, { enrolBy: 1 }), ['enrolment-offer']],
  [
    'and before a temporary password is replaced',
    proven(1, 1, { enrolBy: 1, ...temporary }),
    ['enrolment-offer'],
  ],
  ['a mailed code stands before the first factor', proven(2, 1, { ...forced, ...mailed }), ['first-factor']],
  ['a ticket stands before the first factor', proven(2, 1, { ...forced, ...ticket }), ['first-factor']],
  [
    'also where the first factor is free to come later',
    proven(1, 1, { ...mailed, ...temporary }),
    ['first-factor'],
  ],
  ['then it is set up', proven(2, 1, { ...forced, pendingFactor: 'f' }), ['totp-enrolment']],
  ['and nothing else before it', proven(1, 1, { pendingFactor: 'f', ...temporary }), ['totp-enrolment']],
  ['who used a recovery code is told what is left', proven(2, 2, { recovered: { left: 9 } }), ['recovered']],
  [
    'and sees new codes only then',
    proven(2, 2, { recovered: { left: 9 }, freshCodes: 'c', ...temporary }),
    ['recovered'],
  ],
  [
    'new recovery codes are shown before the rest',
    proven(2, 2, { freshCodes: 'c', ...temporary }),
    ['recovery-codes'],
  ],
  [
    'consent given in a sign-in that still has to prove somebody proves nobody',
    { consented: true },
    ['password'],
  ],
];

const consents: readonly Row[] = [
  {
    title: 'the question for consent opens no other step',
    state: { prompt: 'consent', progress: {} },
    next: 'consent',
    open: ['consent'],
  },
  {
    title: 'also with leftovers of a sign-in',
    state: { prompt: 'consent', progress: proven(2, 1, everything) },
    next: 'consent',
    open: ['consent'],
  },
  {
    title: 'an answered question is not asked again',
    state: { prompt: 'consent', progress: { consented: true } },
    next: undefined,
    open: [],
  },
];

const table: readonly Row[] = [
  ...rows.map(
    ([title, progress, open]): Row => ({ title, state: { prompt: 'login', progress }, next: open[0], open }),
  ),
  ...consents,
];

for (const { title, state, next, open } of table) {
  test(title, () => {
    assert.equal(nextStep(steps, state)?.name, next);
    const names = steps.map(({ name }) => name).filter((name) => findOpenStep(steps, state, name));
    assert.deepEqual(names, open);
  });
}

test('a step that does not exist is never open', () => {
  for (const name of ['', 'finish', '__proto__', 'constructor']) {
    assert.equal(findOpenStep(steps, { prompt: 'login', progress: {} }, name), undefined);
  }
});

test('who must have a second step and has begun none does not get to the end by any page', () => {
  const state: SignInState = { prompt: 'login', progress: proven(2, 1, { ...forced, ...temporary }) };
  assert.equal(nextStep(steps, state), undefined, 'it is for the end to refuse it');
  assert.equal(
    steps.find((step) => step.isNeeded(state)),
    undefined,
  );
});
