// Whether a program can be the client that its configuration names: by what the preset of that program has.

import type { ClientMetadata } from '../../oidc/clients/client-metadata.ts';
import { presets } from '../../oidc/clients/presets.ts';
import type { Recipe } from './recipe.ts';

/** The ids that are tried where none is named: those that a person would give. */
export function usualIds({ preset, name }: Recipe): readonly string[] {
  return preset === undefined ? [] : [...new Set([preset, name])];
}

/** The end of a sentence about the client; undefined where nothing stands against it. */
export function whyUnfit(recipe: Recipe, client: ClientMetadata): string | undefined {
  if (recipe.preset === undefined) {
    return undefined;
  }
  const needed = presets[recipe.preset];
  const method = client.token_endpoint_auth_method;
  if (needed.authMethod === 'none') {
    if (method !== 'none') {
      return `has a secret or keys of its own, and ${recipe.name} has none`;
    }
  } else if (method === 'none' || method === 'private_key_jwt') {
    return `has no secret, and ${recipe.name} needs one`;
  }
  if (client.require_pkce && !needed.requiresPkce) {
    return `asks for PKCE, which ${recipe.name} does not know`;
  }
  if (client.rotate_refresh_token && !needed.rotatesRefreshToken) {
    return `gives a new refresh token each time, which ${recipe.name} cannot store`;
  }
  const isReturnedTo = client.redirect_uris.some((uri) =>
    needed.redirectUris.includes(uri.replace(/\/$/, '')),
  );
  return needed.redirectUris.length === 0 || isReturnedTo
    ? undefined
    : `returns to ${client.redirect_uris.join(' ')}, and ${recipe.name} waits on a port of this machine`;
}
