// Where a try comes from: what throttling tells people apart by.

export interface Origin {
  /** IP address of the client. */
  readonly address: string;
  /** Raw value of the known-browser cookie, if one came. */
  readonly browser?: string;
  /** For a second step: the account's `stampsOf` when the password before it was right. */
  readonly stamps?: string;
}
