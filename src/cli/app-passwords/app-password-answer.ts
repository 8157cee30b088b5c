// An app password as commands answer it in JSON, never with its secret.

import type { AppPasswordDetails } from '../../accounts/app-passwords/app-passwords.ts';

export function toAppPasswordAnswer(found: AppPasswordDetails) {
  return {
    id: found.id,
    name: found.name,
    protocols: found.protocols,
    services: found.services,
    networks: found.networks,
    expires_at: toTime(found.expiresAt),
    set_by: found.setBy,
    created_at: toTime(found.createdAt),
    last_used_at: toTime(found.lastUsedAt),
    last_address: found.lastAddress ?? null,
    last_service: found.lastService ?? null,
    last_protocol: found.lastProtocol ?? null,
  };
}

function toTime(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
