// How a command fails: wrong usage is exit code 2, everything else 1, and each is told in one line.

import { AccountInputError } from '../../accounts/adding/account-input-error.ts';
import { OtpauthUrlError } from '../../accounts/second-factor/app/otpauth-url.ts';
import { AppError } from '../../base/app-error.ts';
import { RecipeInputError } from '../../mail-access/recipes/recipe.ts';
import { ClientInputError } from '../../oidc/clients/client-input-error.ts';
import { MasterKeyError } from '../../secrets/master-key.ts';
import { StoreUnavailableError } from '../../store/store.ts';
import { plain } from './columns.ts';
import { describeSystemError } from './system-errors.ts';

/** An unknown or missing command, argument or option. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Understood, but refused: a taken name, an unknown user, an answer of "no". */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

export interface Failure {
  readonly exitCode: 1 | 2;
  /** One line, without control characters and without secrets. */
  readonly line: string;
  /** Nobody meant this to happen: worth its stack in the log. */
  readonly isUnexpected: boolean;
}

export function describeFailure(error: unknown): Failure {
  const line = tell(error);
  return {
    exitCode: error instanceof UsageError ? 2 : 1,
    line: plain(line ?? 'something unexpected happened; POSTERN_LOG_LEVEL=debug tells more'),
    isUnexpected: line === undefined || error instanceof StoreUnavailableError,
  };
}

const accountFields: Readonly<Record<string, string>> = {
  username: 'the user name',
  name: 'the name',
  password: 'the password',
};

/** The name of a mail service is an argument, and a secret comes by standard input. */
const clientFields: Readonly<Record<string, string>> = { name: 'NAME', secret: '--secret-stdin' };

function tell(error: unknown): string | undefined {
  if (error instanceof AccountInputError) {
    return `${accountFields[error.field] ?? `--${error.field}`} ${error.reason}`;
  }
  if (error instanceof ClientInputError) {
    return `${clientFields[error.field] ?? `--${error.field}`} ${error.reason}`;
  }
  if (error instanceof OtpauthUrlError) {
    return `the otpauth URL is refused: ${error.problems.map(({ field, reason }) => `${field} ${reason}`).join('; ')}`;
  }
  if (error instanceof StoreUnavailableError) {
    return 'the store does not answer (POSTERN_STORE says which; POSTERN_LOG_LEVEL=debug tells more)';
  }
  if (error instanceof AppError) {
    return error.detail ?? error.code;
  }
  const isTold = [UsageError, Refusal, MasterKeyError, RecipeInputError].some(
    (kind) => error instanceof kind,
  );
  return isTold ? (error as Error).message : describeSystemError(error);
}
