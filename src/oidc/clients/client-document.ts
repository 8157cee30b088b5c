// One document for every OAuth client and every mail service: they share one name space of client ids.

import type { StoredDocument } from '../../store/store.ts';
import type { PresetName } from './presets.ts';

interface CommonFields extends StoredDocument {
  /** Shown to people. */
  readonly name: string;
  readonly createdAt: number;
}

/** A program or web application that people sign in to. */
export interface ApplicationDocument extends CommonFields {
  readonly kind: 'client';
  readonly preset: PresetName;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** What everybody must have proven who signs in to it. */
  readonly requireFactor?: 1 | 2;
  /** SHA-256 of the client secret; only confidential clients have one. */
  readonly secretHash?: string;
  /** Public keys of a confidential client that signs its requests instead (RFC 7517 section 5). */
  readonly jwks?: JwkSet;
  /** Where the administrator wanted it otherwise than its preset has it. */
  readonly choices?: ClientChoices;
  /** It registered itself: nobody has looked at it. Until somebody was given tokens for it, it has an `expiresAt`. */
  readonly registration?: Registration;
}

export interface ClientChoices {
  readonly requiresPkce?: false;
  readonly rotatesRefreshToken?: false;
  readonly hasDeviceFlow?: true;
  /** How long a refresh token that was replaced is still answered with its successor, in seconds. */
  readonly graceSeconds?: number;
}

/** RFC 7517 section 5. */
export type JwkSet = { readonly keys: readonly Readonly<Record<string, string>>[] };

/** What a program said of itself (RFC 7591 section 2). */
export interface Registration {
  readonly address: string;
  readonly scope?: string;
  readonly softwareId?: string;
  readonly softwareVersion?: string;
}

/** Where people's mail programs connect to, each as `HOST:PORT`. */
export interface MailAddresses {
  readonly imap?: string;
  readonly pop3?: string;
  readonly smtp?: string;
  readonly sieve?: string;
}

/** What a mail service may ask, and about whom. An empty list names nobody in particular: all. */
export interface MailServicePolicy {
  /** `password$code` in the password field: `once` = each code opens one connection, `lease` = the same text from the same address works on for a while. */
  readonly concatenated: 'off' | 'once' | 'lease';
  /** Whether the account password alone opens accounts that have no second factor. */
  readonly plain: 'no' | 'without-factor';
  /** Mail domains of the accounts it may ask about, in ASCII and lower case. */
  readonly domains: readonly string[];
  readonly groups: readonly string[];
  /** Such as `imap`. */
  readonly protocols: readonly string[];
  /** `aud` of the tokens for its accounts; absent: that of all mail tokens. */
  readonly audience?: string;
}

/** A mail server that asks about tokens and passwords. Its secret is sealed as well as hashed: recipes print it. */
export interface MailServiceDocument extends CommonFields, Partial<MailServicePolicy> {
  readonly kind: 'service';
  /** SHA-256 of each secret that works, the newest first. Documents of before have `secretHash` alone. */
  readonly secretHashes?: readonly string[];
  readonly secretHash?: string;
  /** The newest secret. */
  readonly sealedSecret: string;
  /** When it took the place of another, in milliseconds since 1970. */
  readonly rotatedAt?: number;
  /** Where mail programs find the mail server, as `HOST:PORT`. */
  readonly addresses?: MailAddresses;
  /** On the mail server's machine: the file of whoever vouches for Postern's certificate. Absent: the usual authorities. */
  readonly tlsCa?: string;
  /** Where open connections of a person are ended; its password part is a secret. */
  readonly sealedKickUrl?: string;
}

/** What works as the secret of a mail service: one, or two after a rotation. */
export function secretHashesOf({ secretHashes, secretHash }: MailServiceDocument): readonly string[] {
  return secretHashes ?? (secretHash === undefined ? [] : [secretHash]);
}

export type ClientDocument = ApplicationDocument | MailServiceDocument;
