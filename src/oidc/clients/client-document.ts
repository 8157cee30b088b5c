// One document for every OAuth client and every mail service: they share one name space of client ids.

import type { StoredDocument } from '../../store/store.ts';

/** What a client is set up as; it decides consent, secrets and which redirects are allowed. */
export type ClientPreset = 'web' | 'native';

interface CommonFields extends StoredDocument {
  /** Shown to people. */
  readonly name: string;
  readonly createdAt: number;
}

/** A program or web application that people sign in to. */
export interface ApplicationDocument extends CommonFields {
  readonly kind: 'client';
  readonly preset: ClientPreset;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** What everybody must have proven who signs in to it. */
  readonly requireFactor?: 1 | 2;
  /** SHA-256 of the client secret; only confidential clients have one. */
  readonly secretHash?: string;
}

/** Where people's mail programs connect to, each as `HOST:PORT`. */
export interface MailAddresses {
  readonly imap?: string;
  readonly pop3?: string;
  readonly smtp?: string;
  readonly sieve?: string;
}

/** A mail server that asks about tokens. Its secret is sealed as well as hashed: recipes print it. */
export interface MailServiceDocument extends CommonFields {
  readonly kind: 'service';
  readonly secretHash: string;
  readonly sealedSecret: string;
  /** Where mail programs find the mail server, as `HOST:PORT`. */
  readonly addresses?: MailAddresses;
}

export type ClientDocument = ApplicationDocument | MailServiceDocument;
