// A client as the command line shows it.

import type { ClientMetadata } from '../../oidc/clients/client-metadata.ts';
import { deviceGrantType } from '../../oidc/clients/client-traits.ts';
import { formatDate, formatFacts } from '../frame/columns.ts';
import { argument } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';

/** The argument that names a client. */
export const clientId = argument('ID', 'client id');

export function noClient(id: string): Refusal {
  return new Refusal(`there is no client "${id}"`);
}

/** RFC 7591 section 2 as plain JSON. */
export function toClientJson(metadata: ClientMetadata) {
  return { ...metadata };
}

export function describeClient(client: ClientMetadata, secret?: string): string {
  return formatFacts([
    ['Client id', client.client_id],
    ['Client secret', secret === undefined ? undefined : `${secret} (shown this once)`],
    ['Name', client.client_name],
    ['Preset', client.preset],
    ['Checked', client.unverified ? 'no: it registered itself' : undefined],
    ['Needs a second step', client.require_factor === 2 ? 'yes' : undefined],
    ['Authentication', client.token_endpoint_auth_method],
    ['PKCE', client.require_pkce ? undefined : 'not needed'],
    ['Refresh token', client.rotate_refresh_token ? undefined : 'stays the same; mail only'],
    ['Grace', client.refresh_grace_seconds === undefined ? undefined : `${client.refresh_grace_seconds} s`],
    ['Device flow', client.grant_types.includes(deviceGrantType) ? 'yes' : undefined],
    ['Redirects to', client.redirect_uris.join(' ')],
    ['After sign-out', client.post_logout_redirect_uris.join(' ')],
    ['Created', formatDate(Date.parse(client.created_at))],
    [
      'Forgotten',
      client.expires_at === undefined
        ? undefined
        : `${formatDate(Date.parse(client.expires_at))}, unless used`,
    ],
  ]);
}
