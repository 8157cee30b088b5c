// What a program may say of itself when it registers (RFC 7591 section 2): a public native one, and nothing it could gain by.

import { ClientInputError } from '../clients/client-input-error.ts';
import { isLocalhostWindow, readRedirectUris } from '../clients/redirect-uris.ts';
import { mailScopes, splitScope } from '../tokens/mail-resource.ts';
import { findNameProblem } from './program-name.ts';
import { RegistrationError } from './registration-error.ts';

export interface RegistrationRequest {
  /** As they were named. */
  readonly redirectUris: readonly string[];
  readonly name: string | undefined;
  /** Those of its scopes that there are: more it is never granted. Undefined: it named none of them. */
  readonly scope: string | undefined;
  readonly softwareId: string | undefined;
  readonly softwareVersion: string | undefined;
}

/** The only ones that a registered client has, whatever it asked for (draft-ietf-mailmaint-oauth-public). */
export const registeredGrantTypes: readonly string[] = ['authorization_code', 'refresh_token'];

const mostRedirects = 10;
const longestText = 255;
const longestName = 60;
const knownScopes: readonly string[] = ['openid', 'profile', 'email', 'offline_access', ...mailScopes];

/**
 * Throws `RegistrationError`. Members that we do not know are ignored (RFC 7591 section 2), so nothing of ours can be set;
 * those that would make it another kind of client are refused, and so is every address that is no web page.
 */
export function readRegistration(body: unknown, brandName: string): RegistrationRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RegistrationError('invalid_client_metadata', 'the body must be a JSON object');
  }
  const given = new Map(Object.entries(body));
  requireOnly(given, 'token_endpoint_auth_method', ['none']);
  requireOnly(given, 'application_type', ['native']);
  requireAllOf(given, 'grant_types', registeredGrantTypes);
  requireAllOf(given, 'response_types', ['code']);
  requireNone(given, ['jwks', 'jwks_uri', 'client_secret']);
  requireWebPages(given);
  const scope = readText(given, 'scope', 1000);
  return {
    redirectUris: readRedirects(given),
    name: readName(given, brandName),
    scope: scope && (knownOf(scope) || undefined),
    softwareId: readText(given, 'software_id', longestText),
    softwareVersion: readText(given, 'software_version', longestText),
  };
}

type Given = ReadonlyMap<string, unknown>;

function refuse(member: string, reason: string): never {
  throw new RegistrationError('invalid_client_metadata', `${member} ${reason}`);
}

/** RFC 7591 leaves it to us what a client is that does not say. */
function requireOnly(given: Given, member: string, allowed: readonly string[]): void {
  const value = given.get(member) ?? allowed[0];
  if (!allowed.some((one) => one === value)) {
    refuse(member, `can only be ${allowed.join(' or ')}`);
  }
}

function requireAllOf(given: Given, member: string, allowed: readonly string[]): void {
  const value = given.get(member) ?? [];
  if (!Array.isArray(value) || !value.every((one) => allowed.includes(one))) {
    refuse(member, `can only hold ${allowed.join(', ')}`);
  }
}

function requireNone(given: Given, members: readonly string[]): void {
  for (const member of members) {
    if ((given.get(member) ?? undefined) !== undefined) {
      refuse(member, 'is not for public clients');
    }
  }
}

/** None of them is fetched or shown; but whoever reads them one day does not meet `javascript:`, `data:` or a way inside. */
function requireWebPages(given: Given): void {
  for (const [member, value] of given) {
    if (/_uris?(?:#|$)/.test(member) && member !== 'redirect_uris' && value !== null) {
      const uris: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (!uris.every((uri) => typeof uri === 'string' && URL.parse(uri)?.protocol === 'https:')) {
        refuse(printable(member), 'must be https');
      }
    }
  }
}

/**
 * A loopback listener or a scheme of the program's own. Not a web page: whoever set one up would need no program on
 * anybody's device to be given their mail.
 */
function readRedirects(given: Given): readonly string[] {
  const uris = given.get('redirect_uris');
  if (!Array.isArray(uris) || uris.length === 0 || uris.length > mostRedirects || !uris.every(isShort)) {
    throw new RegistrationError('invalid_redirect_uri', `redirect_uris must be 1 to ${mostRedirects} URIs`);
  }
  try {
    readRedirectUris('native', uris);
  } catch (error) {
    if (error instanceof ClientInputError) {
      throw new RegistrationError('invalid_redirect_uri', `a redirect URI ${error.reason}`);
    }
    throw error;
  }
  if (uris.some((uri) => URL.parse(uri)?.protocol === 'https:' && !isLocalhostWindow(uri))) {
    throw new RegistrationError(
      'invalid_redirect_uri',
      'a redirect URI must be a loopback address or have a scheme named like a reversed domain',
    );
  }
  return uris;
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 512;
}

function knownOf(scope: string): string {
  return splitScope(scope)
    .filter((name) => knownScopes.includes(name))
    .join(' ');
}

function readName(given: Given, brandName: string): string | undefined {
  const name = readText(given, 'client_name', longestName);
  const problem = name && findNameProblem(name, brandName);
  return problem === undefined || problem === '' ? name : refuse('client_name', problem);
}

/** One line without characters that have no shape or turn the direction of what stands beside them. */
function readText(given: Given, member: string, most: number): string | undefined {
  const value = given.get(member) ?? undefined;
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== 'string' || [...value].length > most || /[\p{C}\p{Zl}\p{Zp}]/u.test(value)) {
    return refuse(member, `must be one line of at most ${most} characters`);
  }
  const text = value.trim();
  return text === '' ? undefined : text;
}

function printable(text: string): string {
  return text.slice(0, 64).replace(/[^\x21-\x7e]/g, '?');
}
