// Where a try comes from: what throttling tells people apart by.

import type { Account, SetBy } from './account.ts';

export interface Origin {
  /** IP address of the client. */
  readonly address: string;
  /** An administrator tries a code for its owner: no password stands before it. */
  readonly isAdministrator?: true;
  /** Raw value of the known-browser cookie, if one came. */
  readonly browser?: string;
  /** Its `User-Agent` header, as it came. */
  readonly userAgent?: string;
  /** BCP 47 tag of the language that the page was shown in. */
  readonly language?: string;
  /** The id under which the log knows the request. */
  readonly requestId?: string;
  /** For a code that comes through a mail service: its name. */
  readonly service?: string;
  /** For a second step: the account's `stampsOf` when the password before it was right. */
  readonly stamps?: string;
}

/** Who changes an account, and from where. */
export interface Actor {
  /** `admin` unless given. */
  readonly by?: SetBy;
  /** The person, where it is known and the account may be another one: an owner of it. */
  readonly person?: Pick<Account, 'id' | 'username'>;
  readonly from?: Origin;
}
