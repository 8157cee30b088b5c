// A client or mail service that cannot be made as asked: says which value is wrong and why.

import { AppError } from '../../base/app-error.ts';

export class ClientInputError extends AppError {
  /** The option or field, as the person typed it: `redirect-uri`, `id`. */
  readonly field: string;
  /** Why it is refused, as the end of a sentence: "must not have a fragment". */
  readonly reason: string;

  constructor(field: string, reason: string) {
    super('bad-request', { detail: `${field} ${reason}` });
    this.name = 'ClientInputError';
    this.field = field;
    this.reason = reason;
  }
}

/** Client ids travel in URLs, Basic credentials and Dovecot's configuration: letters, digits, `.`, `_`, `~` and `-` only. */
export function requireClientId(field: string, id: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/.test(id)) {
    throw new ClientInputError(
      field,
      'must be 1 to 128 letters, digits, dots, hyphens, underscores or tildes',
    );
  }
}
