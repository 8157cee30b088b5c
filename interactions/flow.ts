// The order of a sign-in, on one screen: which step comes next, and which pages may be open at all.

import type { SignInState, Step } from './step.ts';

/** Undefined: everything asked for is proven, and the sign-in can be finished. */
export function nextStep(steps: readonly Step[], state: SignInState): Step | undefined {
  return steps.find((step) => step.isNeeded(state));
}

/** A step may be used while what it proves is still missing: the recovery code stands beside the app's code. */
export function findOpenStep(steps: readonly Step[], state: SignInState, name: string): Step | undefined {
  return steps.find((step) => step.name === name && step.isNeeded(state));
}

export function needsPassword({ prompt, progress }: SignInState): boolean {
  return prompt === 'login' && progress.proven === undefined;
}

export function needsSecondFactor({ prompt, progress: { proven } }: SignInState): boolean {
  return prompt === 'login' && proven !== undefined && proven.factor < proven.requiredFactor;
}

/** Only behind everything else: a password is replaced by whoever has proven to be its owner. */
export function needsNewPassword(state: SignInState): boolean {
  const { prompt, progress } = state;
  const isTemporary = progress.proven?.temporaryPassword !== undefined;
  return prompt === 'login' && isTemporary && !needsSecondFactor(state);
}

export function needsConsent({ prompt, progress }: SignInState): boolean {
  return prompt === 'consent' && progress.consented !== true;
}
