// The order of a sign-in, on one screen: which step comes next, and which pages may be open at all.

import type { Proven } from './progress.ts';
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

/** There is no second step yet, one will be required, and it can still be put off. */
export function needsOffer(state: SignInState): boolean {
  return findAdmitted(state)?.enrolBy !== undefined;
}

/** Behind it the secret of a new factor is made, and not before. */
export function needsLeave(state: SignInState): boolean {
  return findAdmitted(state)?.leave !== undefined;
}

/** Whoever has just given the password sets up a second step now. */
export function needsEnrolment(state: SignInState): boolean {
  return findAdmitted(state)?.pendingFactor !== undefined;
}

export function needsSecondFactor(state: SignInState): boolean {
  const proven = findAdmitted(state);
  return proven !== undefined && proven.barred === undefined && proven.factor < proven.requiredFactor;
}

/** Right behind a recovery code. */
export function needsRecoveryNews(state: SignInState): boolean {
  return findAdmitted(state)?.recovered !== undefined;
}

/** Shown once, before anything else goes on. */
export function needsToKeepCodes(state: SignInState): boolean {
  const proven = findAdmitted(state);
  return proven?.freshCodes !== undefined && proven.recovered === undefined;
}

/** Only behind everything else: a password is replaced by whoever has proven to be its owner. */
export function needsNewPassword(state: SignInState): boolean {
  const proven = findAdmitted(state);
  const before = [
    needsOffer,
    needsLeave,
    needsEnrolment,
    needsSecondFactor,
    needsRecoveryNews,
    needsToKeepCodes,
  ];
  return (
    proven?.temporaryPassword !== undefined &&
    proven.barred === undefined &&
    !before.some((isNeeded) => isNeeded(state))
  );
}

/** What a person has proven whom no rule forbids to sign in. */
function findAdmitted({ prompt, progress: { proven } }: SignInState): Proven | undefined {
  return prompt === 'login' && proven?.barred !== 'denied' ? proven : undefined;
}

export function needsConsent({ prompt, progress }: SignInState): boolean {
  return prompt === 'consent' && progress.consented !== true;
}
