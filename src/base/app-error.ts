// The one error type that stops a request on purpose; everything else that is thrown is a bug.

const kinds = {
  'bad-request': { status: 400, exposed: true },
  forbidden: { status: 403, exposed: true },
  'not-found': { status: 404, exposed: true },
  'method-not-allowed': { status: 405, exposed: true },
  'out-of-step': { status: 409, exposed: true },
  'too-large': { status: 413, exposed: true },
  'unsupported-media-type': { status: 415, exposed: true },
  misdirected: { status: 421, exposed: true },
  'sign-in-expired': { status: 400, exposed: true },
  'too-many-changes': { status: 429, exposed: true },
  'too-busy': { status: 503, exposed: true },
  'store-unavailable': { status: 503, exposed: true },
} as const satisfies Record<string, { status: number; exposed: boolean }>;

/** What went wrong, as a stable word; the public sentence for it is in `views/texts`. */
export type AppErrorCode = keyof typeof kinds;

/**
 * A refusal that ends the request. `code` decides HTTP status and public text; `cause` and `detail` are for the
 * log only and are never shown.
 */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly detail: string | undefined;
  /** Whole seconds after which the same may be tried again, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: AppErrorCode,
    options: { cause?: unknown; detail?: string; retryAfterSeconds?: number } = {},
  ) {
    super(code, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = options.detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** HTTP status code (RFC 9110 section 15). */
  get status(): number {
    return kinds[this.code].status;
  }
}
