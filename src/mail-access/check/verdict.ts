// How a question of a mail server ends.

import type { Account } from '../../accounts/account.ts';
import type { Visit } from './visit.ts';

export type Verdict =
  | { readonly outcome: 'admitted'; readonly account: Account; readonly by: Proof }
  | Refused
  | { readonly outcome: 'throttled'; readonly retryAfterSeconds: number };

/** Undefined: the next one decides. `busy`: somebody else decides about the very same text at this moment. */
export type Decision = (visit: Visit) => Promise<Verdict | 'busy' | undefined>;

export type Proof = 'app-password' | 'lease' | 'code' | 'password';

export interface Refused {
  readonly outcome: 'refused';
  /** For the log only: who asks is told nothing. */
  readonly reason:
    | 'app-password'
    | 'stale'
    | 'spent'
    | 'wrong-password'
    | 'password-alone'
    | 'wrong-code'
    | 'access-rules'
    | 'account-changed';
}

export function refused(reason: Refused['reason']): Refused {
  return { outcome: 'refused', reason };
}
