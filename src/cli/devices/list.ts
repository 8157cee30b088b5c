// postern devices list: what can read a person's mail, and what somebody signed in to without.

import type { Connection } from '../../mail-access/connections.ts';
import { getAccount, user } from '../accounts/find-account.ts';
import { formatDate, formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';

export const devicesList = defineCommand({
  name: 'devices list',
  summary: 'Lists what is connected to an account: programs, web applications, app passwords, leases',
  arguments: { user },
  options: {},
  run: async (input, { open }) => {
    const { accounts, connections } = await open();
    const account = await getAccount(accounts, input.arguments.user);
    const found = await connections.list(account);
    return {
      json: { devices: found.map(toJson) },
      text: found.length === 0 ? `Nothing is connected to ${account.username}.` : describe(found),
    };
  },
});

function toJson(found: Connection) {
  return {
    id: found.id,
    kind: kindOf(found),
    client_id: found.program?.clientId ?? null,
    name: found.name,
    address: found.program?.address ?? null,
    user_agent: found.program?.userAgent ?? null,
    allowed_from: found.program?.allowed?.address ?? null,
    allowed_in: found.program?.allowed?.browser ?? null,
    allowed_by_code: found.program?.allowed?.byCode ?? false,
    reads_mail: found.readsNoMail !== true,
    factor: found.factor,
    unverified: found.isUnverified ?? false,
    rotate_refresh_token: found.program === undefined ? null : found.doesNotRotate !== true,
    created_at: toTime(found.createdAt),
    expires_at: toTime(found.expiresAt),
    last_used_at: toTime(found.lastUsedAt),
    last_address: found.lastAddress ?? null,
    last_service: found.service ?? null,
    last_protocol: found.protocol ?? null,
  };
}

function kindOf({ kind, isWeb }: Connection): string {
  return isWeb === true ? 'web' : kind;
}

function toTime(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}

function describe(found: readonly Connection[]): string {
  const rows = found.map((one) => [
    one.name,
    [
      kindOf(one),
      one.readsNoMail && 'no mail',
      one.program?.allowed?.byCode && 'by code',
      one.isUnverified && 'unverified',
      one.doesNotRotate && 'fixed token',
    ]
      .filter((part) => typeof part === 'string')
      .join(', '),
    formatDate(one.createdAt),
    one.lastUsedAt === undefined ? 'never' : formatDate(one.lastUsedAt),
    [one.lastAddress, one.service, one.protocol].filter((part) => part !== undefined).join(', '),
    one.id,
  ]);
  return formatTable(['NAME', 'KIND', 'SINCE', 'LAST USED', 'FROM', 'ID'], rows);
}
