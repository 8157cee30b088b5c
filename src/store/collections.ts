// Every collection with the keys it is searched by; the engines create the indexes from this table.

export interface KeyDeclaration {
  /** At most one living document may have a value. */
  readonly unique?: true;
  /** The field holds a list of strings; each of them is a value of the key. Otherwise the field holds one string or is absent. */
  readonly many?: true;
}

export type KeyDeclarations = Readonly<Record<string, KeyDeclaration>>;

export const collections = {
  /** One document an account, all its secrets included. `names`: user name and verified addresses, one namespace. */
  accounts: {
    names: { unique: true, many: true },
    owners: { many: true },
    roles: { many: true },
    username: { unique: true },
  },
  /** Failure counters of passwords and codes, apart from the accounts they guard. */
  attempts: {},
  /** Browsers that finished a sign-in for an account. */
  browsers: { accountId: {} },
  /** OAuth clients and mail services: one namespace of client ids. `kind`: `client` or `service`; the hashes are those of services. */
  clients: { kind: {}, secretHashes: { many: true } },
  /** What may read a person's mail: one document for each authorization of a program; its id is the grant's. */
  devices: { accountId: {}, clientId: {} },
  /** Authenticator apps that are being set up in the portal, sealed; keyed by the portal session. */
  enrolments: { accountId: {} },
  /** The audit events of an account; `at` is their time as sortable text. */
  events: { accountId: {}, at: {} },
  /** When and from where a device or an app password was last used; only the latter belong to an account. */
  lastUses: { accountId: {} },
  /** Mail servers that are to close somebody's connections. `turn`: the service, and when it is tried next as sortable text. */
  kicks: { turn: {} },
  /** Signing and cookie keys, sealed; the fingerprint of the master key. */
  keys: {},
  /** Addresses from which a `password$code` that was accepted works on at a mail service. */
  leases: { accountId: {} },
  /** Mailed links and codes that are still open, kept as hashes or sealed; one for each that was mailed. */
  links: { accountId: {}, token: { unique: true } },
  /** What an owner was told lately, and is not told again for a while. */
  notices: {},
  /** Mail to be sent, its content sealed. `due`: when it is tried next, as sortable text. */
  outbox: { due: {} },
  /** The one policy: whether everyone must have a second factor. */
  policy: {},
  /** The sign-in under way, keyed by the provider's interaction. */
  progress: {},
  /** Who is signed in to the portal, keyed by the hash of a cookie. `session`: the provider's session behind it. */
  portalSessions: { accountId: {}, session: {} },
  /** Records of the provider: codes, tokens, sessions, grants. */
  records: { accountId: {}, clientId: {}, grantId: {}, lookup: {} },
  /** Texts in the place of a password that were refused, under a keyed hash: stale programs send them again and again. */
  refusals: {},
  /** One document for each chain of rotating refresh tokens. */
  refreshFamilies: { accountId: {}, clientId: {}, grantId: {} },
  /** The access rules, in one document: their order decides. */
  rules: {},
  /** The one living set-up link. */
  setup: {},
} as const satisfies Record<string, KeyDeclarations>;
