// An app password as commands answer it in JSON, never with its secret.

import type { AppPasswordDetails } from '../../accounts/app-passwords/app-passwords.ts';
import { deletedAccount } from '../accounts/owner-names.ts';

export function toAppPasswordAnswer(found: AppPasswordDetails) {
  return {
    id: found.id,
    name: found.name,
    protocols: found.protocols,
    services: found.services,
    networks: found.networks,
    expires_at: toTime(found.expiresAt),
    set_by: found.setBy,
    made_by: found.maker === undefined ? null : (found.maker.username ?? deletedAccount),
    ended_with_maker: found.maker?.hasAccess === false,
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
