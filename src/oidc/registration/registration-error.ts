// A registration that is refused, in the words of RFC 7591 section 3.2.2.

export type RegistrationErrorCode = 'invalid_redirect_uri' | 'invalid_client_metadata';

export class RegistrationError extends Error {
  readonly code: RegistrationErrorCode;

  /** `reason`: for whoever wrote the program; it is made the ASCII that RFC 6749 section 5.2 wants. */
  constructor(code: RegistrationErrorCode, reason: string) {
    super(reason.replaceAll('…', '...').replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?'));
    this.name = 'RegistrationError';
    this.code = code;
  }
}
