// The mail resource: which scopes belong to it, and which tokens are for mail servers (spec, "Mail").

/** The audience of mail access tokens (RFC 8707 resource indicator). */
export const mailResource = 'urn:postern:mail';

/** Two names of one scope: who asks for either is granted both. The URN is of draft-ietf-mailmaint-oauth-public. */
export const mailScopeNames: readonly string[] = ['mail', 'urn:ietf:params:oauth:scope:mail'];

/** Each narrows a token to one protocol, where the mail server asks for it. */
export const protocolScopes: readonly string[] = ['imap', 'pop3', 'sieve', 'smtp'];

export const mailScopes: readonly string[] = [...mailScopeNames, ...protocolScopes];

/** Whether a token with these scopes opens a mailbox. */
export function hasMailScope(scopes: Iterable<string>): boolean {
  return [...scopes].some((scope) => mailScopes.includes(scope));
}

/** The same scopes, with both names of the mail scope where one of them is there. Separated by spaces. */
export function withBothMailNames(scope: string): string {
  const scopes = splitScope(scope);
  const asksMail = mailScopeNames.some((name) => scopes.includes(name));
  return [...new Set(asksMail ? [...scopes, ...mailScopeNames] : scopes)].join(' ');
}

/** RFC 6749 section 3.3: scopes are separated by spaces. */
export function splitScope(scope: string | undefined): readonly string[] {
  return (scope ?? '').split(' ').filter((part) => part !== '');
}
