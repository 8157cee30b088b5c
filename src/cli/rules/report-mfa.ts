// postern report mfa: who has a second factor, who must have one, and what is connected.

import { type Account, listFactors, listUnusedRecoveryCodes } from '../../accounts/account.ts';
import type { Parts } from '../../open-parts.ts';
import { listAllAccounts } from '../accounts/all-accounts.ts';
import { formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';

export const reportMfa = defineCommand({
  name: 'report mfa',
  summary: 'Lists the factors and devices of every account',
  arguments: {},
  options: {},
  run: async (_input, { open }) => {
    const parts = await open();
    const lines = [];
    for await (const account of listAllAccounts(parts.accounts)) {
      lines.push(await reportOn(parts, account));
    }
    return { json: { accounts: lines }, text: formatTable(headings, lines.map(toRow)) };
  },
});

type Line = Awaited<ReturnType<typeof reportOn>>;

const headings = ['USER NAME', 'STATUS', 'REQUIRED', 'FACTORS', 'CODES LEFT', 'TRUSTED', 'DEVICES'];

function toRow(line: Line): readonly string[] {
  const { username, kind, status, factors, devices } = line;
  return [
    username,
    kind === 'person' ? status : `${status}, ${kind}`,
    String(line.required_factor),
    String(factors.length),
    String(line.recovery_codes),
    String(line.trusted_browsers),
    describeDevices(devices),
  ];
}

/** `3 (1 by password alone)`: what a demand for a second step would end. */
function describeDevices(devices: Line['devices']): string {
  const weak = devices.filter(({ factor }) => factor === 1).length;
  return weak === 0 ? String(devices.length) : `${devices.length} (${weak} by password alone)`;
}

/** What is required of the account alone, wherever it signs in. */
async function reportOn({ accounts, accessRules, devices }: Parts, account: Account) {
  const [{ factor }, connected] = await Promise.all([
    accessRules.judge({ account }),
    devices.list(account.id),
  ]);
  return {
    id: account.id,
    username: account.username,
    kind: account.kind,
    status: account.status,
    required_factor: factor,
    factors: listFactors(account)
      .filter(({ state }) => state === 'active')
      .map(({ id, type, confirmed }) => ({ id, kind: type, confirmed })),
    recovery_codes: listUnusedRecoveryCodes(account).length,
    trusted_browsers: accounts.trustedBrowsers.list(account).length,
    devices: connected.map(({ id, clientId, name, factor: proven, lastUsedAt }) => ({
      id,
      client_id: clientId,
      name,
      factor: proven,
      last_used_at: lastUsedAt === undefined ? null : new Date(lastUsedAt).toISOString(),
    })),
  };
}
