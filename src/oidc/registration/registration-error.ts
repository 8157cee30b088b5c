// A registration that is refused, in the words of RFC 7591 section 3.2.2.

export type RegistrationErrorCode = 'invalid_redirect_uri' | 'invalid_client_metadata';

export class RegistrationError extends Error {
  readonly code: RegistrationErrorCode;

  /** `reason`: printable ASCII, for whoever wrote the program. */
  constructor(code: RegistrationErrorCode, reason: string) {
    super(reason);
    this.name = 'RegistrationError';
    this.code = code;
  }
}
