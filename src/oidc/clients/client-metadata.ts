// A client as people and scripts see it, never with its secret.

import type { ApplicationDocument } from './client-document.ts';
import { type ClientTraits, grantTypesOf, traitsOf } from './client-traits.ts';
import type { ApplicationType, PresetName } from './presets.ts';

/** RFC 7591 section 2, and what it has no words for. */
export interface ClientMetadata {
  readonly client_id: string;
  readonly client_name: string;
  readonly preset: PresetName;
  readonly application_type: ApplicationType;
  readonly token_endpoint_auth_method: ClientTraits['authMethod'];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly redirect_uris: readonly string[];
  readonly post_logout_redirect_uris: readonly string[];
  readonly jwks?: NonNullable<ApplicationDocument['jwks']>;
  /** 2 where everybody needs a second step. */
  readonly require_factor?: 1 | 2;
  readonly require_pkce: boolean;
  readonly rotate_refresh_token: boolean;
  /** Absent: as the settings have it. */
  readonly refresh_grace_seconds?: number;
  /** It registered itself, and nobody has looked at it. */
  readonly unverified?: true;
  /** RFC 3339: when it is forgotten, unless it is used until then. */
  readonly expires_at?: string;
  /** RFC 3339. */
  readonly created_at: string;
}

export function toClientMetadata(document: Omit<ApplicationDocument, 'revision'>): ClientMetadata {
  const traits = traitsOf(document);
  const { requireFactor, expiresAt, jwks } = document;
  return {
    client_id: document.id,
    client_name: document.name,
    preset: document.preset,
    application_type: traits.applicationType,
    token_endpoint_auth_method: traits.authMethod,
    grant_types: grantTypesOf(traits),
    response_types: ['code'],
    redirect_uris: document.redirectUris,
    post_logout_redirect_uris: document.postLogoutRedirectUris,
    ...(jwks === undefined ? {} : { jwks }),
    ...(requireFactor === undefined ? {} : { require_factor: requireFactor }),
    require_pkce: traits.requiresPkce,
    rotate_refresh_token: traits.rotatesRefreshToken,
    ...(traits.graceSeconds === undefined ? {} : { refresh_grace_seconds: traits.graceSeconds }),
    ...(document.registration === undefined ? {} : { unverified: true }),
    ...(expiresAt === undefined ? {} : { expires_at: new Date(expiresAt).toISOString() }),
    created_at: new Date(document.createdAt).toISOString(),
  };
}
