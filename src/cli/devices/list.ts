// postern devices list: what may read a person's mail.

import type { Device } from '../../oidc/devices.ts';
import { getAccount, user } from '../accounts/find-account.ts';
import { formatDate, formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';

export const devicesList = defineCommand({
  name: 'devices list',
  summary: 'Lists the devices and applications connected to an account',
  arguments: { user },
  options: {},
  run: async (input, { open }) => {
    const { accounts, devices } = await open();
    const { id, username } = await getAccount(accounts, input.arguments.user);
    const found = await devices.list(id);
    return {
      json: { devices: found.map(toDeviceJson) },
      text: found.length === 0 ? `Nothing is connected to ${username}.` : describe(found),
    };
  },
});

function toDeviceJson(device: Device) {
  const { id, clientId, name, address, userAgent, createdAt, lastUsedAt, lastAddress } = device;
  return {
    id,
    client_id: clientId,
    name,
    address,
    user_agent: userAgent,
    created_at: new Date(createdAt).toISOString(),
    last_used_at: lastUsedAt === undefined ? null : new Date(lastUsedAt).toISOString(),
    last_address: lastAddress ?? null,
  };
}

function describe(found: readonly Device[]): string {
  const rows = found.map((device) => [
    device.name,
    formatDate(device.createdAt),
    device.address,
    device.lastUsedAt === undefined ? 'never' : formatDate(device.lastUsedAt),
    device.lastAddress ?? '',
    device.id,
  ]);
  return formatTable(['NAME', 'CONNECTED', 'FROM', 'LAST USED', 'FROM', 'ID'], rows);
}
