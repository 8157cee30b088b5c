// Revoking an access token leaves its refresh token alone (spec, "Mail"): the provider would end the whole grant.

import { Provider } from 'oidc-provider';

/** True while the request under way revokes an access token and nothing more (RFC 7009 section 2.1). */
export function isAccessTokenRevocation(): boolean {
  const oidc = Provider.ctx?.oidc;
  return oidc?.route === 'revocation' && oidc.entities.AccessToken !== undefined;
}
