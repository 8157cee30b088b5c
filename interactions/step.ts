// What a step of the sign-in is: a page that is shown, and a form that is decided. No step knows another.

import type { Context } from 'koa';
import type { Account } from '../src/accounts/account.ts';
import type { Accounts } from '../src/accounts/accounts.ts';
import type { AccessRules } from '../src/accounts/rules/access-rules.ts';
import type { Clock } from '../src/base/clock.ts';
import type { Settings } from '../src/config/settings.ts';
import type { FormFields } from '../src/http/form.ts';
import type { Interaction } from '../src/oidc/interaction.ts';
import type { Sealer } from '../src/secrets/sealing.ts';
import type { Html } from '../src/views/html.ts';
import type { SignInFrame } from '../src/views/layout.ts';
import type { Progress } from './progress.ts';
import type { Trust } from './trust.ts';

export type StepName =
  | 'password'
  | 'denied'
  | 'enrolment-offer'
  | 'first-factor'
  | 'totp-enrolment'
  | 'totp'
  | 'recovery-code'
  | 'lost-device'
  | 'recovered'
  | 'recovery-codes'
  | 'new-password'
  | 'consent';

/** `second-step`: somebody signed in sets one up. `owner`: what the account pages ask before a change. `ended`: this browser's session was ended. */
export type KnownWhy = 'second-step' | 'owner' | 'ended';

/** What the order of steps is decided on. */
export interface SignInState {
  readonly prompt: Interaction['prompt'];
  readonly progress: Progress;
}

/** One request of one sign-in; the guard of `routes.ts` loaded it. */
export interface Visit extends SignInState {
  readonly ctx: Context;
  readonly interaction: Interaction;
  readonly frame: SignInFrame;
  /** Whose password is asked for again, and why; the frame has the name. */
  readonly known?: KnownWhy;
  /** The known-browser cookie, as the browser sent it. */
  readonly browser: string | undefined;
  /** The address of a step of this sign-in. */
  pathOf(step: StepName): string;
}

/** The form was right: this is proven now. */
export interface Advance {
  readonly advance: Progress;
  /** Done only by the one request that made this advance; what it answers is proven then. */
  andThen?(): Promise<Progress>;
}

/** Nothing new is proven, and another page that is open now is the better one. */
export interface Turn {
  readonly turnTo: StepName;
}

/** The same page again, with what to do about it. */
export interface Again {
  readonly page: Html;
  readonly status: 422 | 429;
  readonly retryAfterSeconds?: number;
}

export interface Step {
  readonly name: StepName;
  isNeeded(state: SignInState): boolean;
  show(visit: Visit): Html | Promise<Html>;
  decide(visit: Visit, form: FormFields): Promise<Advance | Again | Turn>;
}

export interface StepParts {
  readonly accounts: Accounts;
  readonly accessRules: AccessRules;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly trust: Trust;
  /** Open mail connections of this account are closed: what had opened them was ended. */
  closeConnections(account: Account): Promise<void>;
  readonly settings: Pick<
    Settings,
    'issuer' | 'refreshMax' | 'refreshFixedMax' | 'mailLogin' | 'mailDomains' | 'trustedBrowserLife'
  >;
}

/** The page of a refused form: 422, or 429 while one has to wait. */
export function again(error: string | { readonly retryAfterSeconds: number }, page: Html): Again {
  return typeof error === 'string'
    ? { page, status: 422 }
    : { page, status: 429, retryAfterSeconds: error.retryAfterSeconds };
}
