// How a client behaves: its preset, and what its administrator wanted otherwise.

import type { ApplicationDocument } from './client-document.ts';
import { type Preset, presets } from './presets.ts';

export interface ClientTraits extends Omit<Preset, 'redirectUris' | 'authMethod'> {
  readonly authMethod: Preset['authMethod'] | 'private_key_jwt';
  /** Absent: as the settings have it. */
  readonly graceSeconds?: number;
}

export function traitsOf(document: Pick<ApplicationDocument, 'preset' | 'choices' | 'jwks'>): ClientTraits {
  const { redirectUris: _, ...preset } = presets[document.preset];
  const authMethod = document.jwks === undefined ? preset.authMethod : 'private_key_jwt';
  return { ...preset, authMethod, ...document.choices };
}

/** RFC 7591 section 2; without the device flow where this server has none. */
export function grantTypesOf({ hasDeviceFlow }: ClientTraits): readonly string[] {
  return ['authorization_code', 'refresh_token', ...(hasDeviceFlow ? [deviceGrantType] : [])];
}

/** RFC 8628 section 3.4. */
export const deviceGrantType = 'urn:ietf:params:oauth:grant-type:device_code';
