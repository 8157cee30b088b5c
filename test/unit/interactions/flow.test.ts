// The order of a sign-in as a table: what is proven, and which page comes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConsentStep } from '../../../interactions/consent/route.ts';
import { createDeniedStep } from '../../../interactions/denied/route.ts';
import { findOpenStep, nextStep } from '../../../interactions/flow.ts';
import { createNewPasswordStep } from '../../../interactions/new-password/route.ts';
import { createPasswordStep } from '../../../interactions/password/route.ts';
import type { Progress, Proven } from '../../../interactions/progress.ts';
import { createRecoveryCodeStep } from '../../../interactions/recovery-code/route.ts';
import type { SignInState, StepName, StepParts } from '../../../interactions/step.ts';
import { createTotpStep } from '../../../interactions/totp/route.ts';

// The order asks nobody for anything: no part of the steps is used.
const parts = { settings: { refreshMax: 400 } } as unknown as StepParts;
const steps = [
  createPasswordStep(parts),
  createDeniedStep(),
  createTotpStep(parts),
  createRecoveryCodeStep(parts),
  createNewPasswordStep(parts),
  createConsentStep(parts),
];

const proven = (requiredFactor: 1 | 2, factor: 1 | 2): Progress => ({
  proven: {
    accountId: 'a',
    username: 'alice',
    passwordAt: 0,
    stamps: '',
    requiredFactor,
    factor,
    amr: ['pwd'],
  } satisfies Proven,
});

const withTemporary = ({ proven: known }: Progress): Progress => ({
  proven: { ...(known as Proven), temporaryPassword: 'p' },
});

const withDenial = ({ proven: known }: Progress): Progress => ({
  proven: { ...(known as Proven), barred: 'denied' },
});

interface Row {
  readonly title: string;
  readonly state: SignInState;
  readonly next: StepName | undefined;
  readonly open: readonly StepName[];
}

const table: readonly Row[] = [
  {
    title: 'a sign-in begins with the password',
    state: { prompt: 'login', progress: {} },
    next: 'password',
    open: ['password'],
  },
  {
    title: 'a right password of an account with a second factor leads to the code, or a recovery code',
    state: { prompt: 'login', progress: proven(2, 1) },
    next: 'totp',
    open: ['totp', 'recovery-code'],
  },
  {
    title: 'a right password of an account without one is all there is to prove',
    state: { prompt: 'login', progress: proven(1, 1) },
    next: undefined,
    open: [],
  },
  {
    title: 'both factors finish the sign-in',
    state: { prompt: 'login', progress: proven(2, 2) },
    next: undefined,
    open: [],
  },
  {
    title: 'a temporary password is replaced behind both factors',
    state: { prompt: 'login', progress: withTemporary(proven(2, 2)) },
    next: 'new-password',
    open: ['new-password'],
  },
  {
    title: 'and not before the second one',
    state: { prompt: 'login', progress: withTemporary(proven(2, 1)) },
    next: 'totp',
    open: ['totp', 'recovery-code'],
  },
  {
    title: 'who is denied gets nowhere behind the password, whatever is proven or missing',
    state: { prompt: 'login', progress: withDenial(withTemporary(proven(2, 1))) },
    next: 'denied',
    open: ['denied'],
  },
  {
    title: 'and not with both factors either',
    state: { prompt: 'login', progress: withDenial(proven(2, 2)) },
    next: 'denied',
    open: ['denied'],
  },
  {
    title: 'the question for consent opens no other step',
    state: { prompt: 'consent', progress: {} },
    next: 'consent',
    open: ['consent'],
  },
  {
    title: 'an answered question is not asked again',
    state: { prompt: 'consent', progress: { consented: true } },
    next: undefined,
    open: [],
  },
  {
    title: 'consent given in a sign-in that still has to prove somebody proves nobody',
    state: { prompt: 'login', progress: { consented: true } },
    next: 'password',
    open: ['password'],
  },
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
