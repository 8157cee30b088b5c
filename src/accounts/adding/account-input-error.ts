// An account that cannot be as asked: says which value is wrong and why.

import { AppError } from '../../base/app-error.ts';

export type AccountField =
  | 'username'
  | 'name'
  | 'locale'
  | 'email'
  | 'recovery-email'
  | 'role'
  | 'group'
  | 'kind'
  | 'password'
  | 'owner'
  | 'protocols'
  | 'services'
  | 'network'
  | 'expires'
  | 'algorithm'
  | 'digits'
  | 'period'
  | 't0';

/** What is wrong, for a page that has its own sentences. */
export type AccountProblem =
  | 'malformed'
  | 'too-long'
  | 'too-common'
  | 'not-for-this-kind'
  | { readonly atLeast: number }
  | { readonly atMost: number };

export class AccountInputError extends AppError {
  readonly field: AccountField;
  readonly problem: AccountProblem;
  /** Why it is refused, as the end of a sentence: "must have at least 8 characters". Never repeats the value. */
  readonly reason: string;

  constructor(field: AccountField, problem: AccountProblem, reason: string) {
    super('bad-request', { detail: `${field} ${reason}` });
    this.name = 'AccountInputError';
    this.field = field;
    this.problem = problem;
    this.reason = reason;
  }
}
