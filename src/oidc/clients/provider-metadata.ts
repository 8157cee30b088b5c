// A stored client as the provider reads it: client metadata of RFC 7591 section 2, in its snake case.

import type { AdapterPayload } from 'oidc-provider';
import {
  type ApplicationDocument,
  type ClientDocument,
  type MailServiceDocument,
  secretHashesOf,
} from './client-document.ts';

/** Our own members beside the registered metadata; the provider keeps them under the very same names. */
export const ownMetadata: readonly string[] = ['postern_kind', 'postern_preset', 'postern_require_factor'];

/** Answers go into the query or a form post (spec, "Web single sign-on"): never into a fragment. */
export const responseModes: readonly string[] = ['query', 'form_post'];

export function toProviderMetadata(document: ClientDocument): AdapterPayload {
  return document.kind === 'service' ? serviceMetadata(document) : applicationMetadata(document);
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

function applicationMetadata(document: ApplicationDocument): AdapterPayload {
  const secret = document.secretHash === undefined ? {} : { client_secret: document.secretHash };
  return {
    client_id: document.id,
    client_name: document.name,
    postern_kind: 'client',
    postern_preset: document.preset,
    ...(document.requireFactor === undefined ? {} : { postern_require_factor: document.requireFactor }),
    application_type: document.preset === 'native' ? 'native' : 'web',
    token_endpoint_auth_method: document.secretHash === undefined ? 'none' : 'client_secret_basic',
    ...secret,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    response_modes: [...responseModes],
    redirect_uris: [...document.redirectUris],
    post_logout_redirect_uris: [...document.postLogoutRedirectUris],
  };
}
