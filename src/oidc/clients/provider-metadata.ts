// A stored client as the provider reads it: client metadata of RFC 7591 section 2, in its snake case.

import type { AdapterPayload, Client } from 'oidc-provider';
import {
  type ApplicationDocument,
  type ClientDocument,
  type MailServiceDocument,
  secretHashesOf,
} from './client-document.ts';
import { grantTypesOf, traitsOf } from './client-traits.ts';
import { isLocalhostWindow } from './redirect-uris.ts';

/** Our own members beside the registered metadata; the provider keeps them under the very same names. */
export const ownMetadata: readonly string[] = [
  'postern_kind',
  'postern_preset',
  'postern_require_factor',
  'postern_requires_pkce',
  'postern_rotates',
  'postern_grace_seconds',
  'postern_windows',
  'postern_unverified',
  'postern_unused',
  'postern_scope',
];

/** Answers go into the query or a form post (spec, "Web single sign-on"): never into a fragment. */
export const responseModes: readonly string[] = ['query', 'form_post'];

export interface ProviderFeatures {
  /** RFC 8628 is on: a grant type that the provider does not know would make the whole client unreadable to it. */
  readonly deviceFlow: boolean;
}

export function toProviderMetadata(document: ClientDocument, features: ProviderFeatures): AdapterPayload {
  return document.kind === 'service' ? serviceMetadata(document) : applicationMetadata(document, features);
}

/** A mail service introspects and does nothing else. */
function serviceMetadata(document: MailServiceDocument): AdapterPayload {
  return {
    client_id: document.id,
    client_name: document.name,
    postern_kind: 'service',
    // As many as work, separated by a space: `provider.ts` compares with each.
    client_secret: secretHashesOf(document).join(' '),
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: [],
    response_types: [],
    redirect_uris: [],
  };
}

function applicationMetadata(document: ApplicationDocument, features: ProviderFeatures): AdapterPayload {
  const traits = traitsOf(document);
  const hasDeviceFlow = traits.hasDeviceFlow && features.deviceFlow;
  return {
    client_id: document.id,
    client_name: document.name,
    postern_kind: 'client',
    postern_preset: document.preset,
    ...(document.requireFactor === undefined ? {} : { postern_require_factor: document.requireFactor }),
    postern_requires_pkce: traits.requiresPkce,
    postern_rotates: traits.rotatesRefreshToken,
    ...(traits.graceSeconds === undefined ? {} : { postern_grace_seconds: traits.graceSeconds }),
    ...(document.registration === undefined ? {} : { postern_unverified: true }),
    ...(document.expiresAt === undefined ? {} : { postern_unused: true }),
    ...(document.registration?.scope === undefined ? {} : { postern_scope: document.registration.scope }),
    application_type: traits.applicationType,
    token_endpoint_auth_method: traits.authMethod,
    ...secretOf(document),
    grant_types: [...grantTypesOf({ ...traits, hasDeviceFlow })],
    response_types: ['code'],
    response_modes: [...responseModes],
    ...redirectsOf(document, traits.applicationType),
    post_logout_redirect_uris: [...document.postLogoutRedirectUris],
  };
}

function secretOf({ secretHash, jwks }: ApplicationDocument): AdapterPayload {
  if (jwks !== undefined) {
    return { jwks: structuredClone(jwks) } as unknown as AdapterPayload;
  }
  return secretHash === undefined ? {} : { client_secret: secretHash };
}

/** No redirect at all would make the client unreadable to the provider; nobody is sent to this one. */
export const nowhere = 'invalid.postern:/';

/** The provider refuses https on this machine for native clients: those are matched by ourselves. */
function redirectsOf({ redirectUris }: ApplicationDocument, type: 'native' | 'web'): AdapterPayload {
  const windows = type === 'native' ? redirectUris.filter(isLocalhostWindow) : [];
  const others = redirectUris.filter((uri) => !windows.includes(uri));
  return {
    redirect_uris: others.length === 0 ? [nowhere] : others,
    ...(windows.length === 0 ? {} : { postern_windows: windows }),
  };
}

type Member = Pick<Client, string> | undefined;

/** Whether this redirect is one of those that the provider was not told of. */
export function hasWindow(client: Member, uri: string): boolean {
  const windows: unknown = client?.postern_windows;
  return Array.isArray(windows) && windows.includes(uri);
}

/** RFC 7636: the account pages, which are no stored client, need it as well. */
export function requiresPkce(client: Member): boolean {
  return client?.postern_requires_pkce !== false;
}

/** False: its refresh token stays the same for all its life. */
export function rotatesRefreshToken(client: Member): boolean {
  return client?.postern_rotates !== false;
}

/** Undefined: as the settings have it. */
export function graceSecondsOf(client: Member): number | undefined {
  const seconds: unknown = client?.postern_grace_seconds;
  return typeof seconds === 'number' ? seconds : undefined;
}

/** It registered itself, and nobody has looked at it. */
export function isUnverified(client: Member): boolean {
  return client?.postern_unverified === true;
}

/** What it named when it registered itself: it is granted no more. Undefined: it named nothing. */
export function registeredScope(client: Member): string | undefined {
  const scope: unknown = client?.postern_scope;
  return typeof scope === 'string' && scope !== '' ? scope : undefined;
}

/** It registered itself, and nobody has tokens for it yet: it will be forgotten. */
export function isUnused(client: Member): boolean {
  return client?.postern_unused === true;
}
