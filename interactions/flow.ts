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

/** Right behind the password, before anything else is asked or told. */
export function isDenied({ prompt, progress: { proven } }: SignInState): boolean {
  return prompt === 'login' && proven?.barred === 'denied';
}

/** A second step is required and there is none: whoever has just given the password sets it up now. */
export function needsEnrolment({ prompt, progress: { proven } }: SignInState): boolean {
  return prompt === 'login' && proven?.pendingFactor !== undefined;
}

/** Shown once, before anything else goes on. */
export function needsToKeepCodes({ prompt, progress: { proven } }: SignInState): boolean {
  return prompt === 'login' && proven?.freshCodes !== undefined;
}

export function needsSecondFactor({ prompt, progress: { proven } }: SignInState): boolean {
  const isOpen = proven !== undefined && proven.barred === undefined;
  return prompt === 'login' && isOpen && proven.factor < proven.requiredFactor;
}

/** Only behind everything else: a password is replaced by whoever has proven to be its owner. */
export function needsNewPassword(state: SignInState): boolean {
  const { prompt, progress } = state;
  const { temporaryPassword, barred } = progress.proven ?? {};
  const isTemporary = temporaryPassword !== undefined && barred === undefined;
  return prompt === 'login' && isTemporary && !needsSecondFactor(state);
}

export function needsConsent({ prompt, progress }: SignInState): boolean {
  return prompt === 'consent' && progress.consented !== true;
}
