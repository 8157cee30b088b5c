// postern report mfa: who has a second factor, who must have one, and what is connected.

import { type Account, listFactors, listUnusedRecoveryCodes } from '../../accounts/account.ts';
import { findLater } from '../../accounts/rules/later.ts';
import type { Policy } from '../../accounts/rules/required-factor.ts';
import type { Parts } from '../../open-parts.ts';
import { listAllAccounts } from '../accounts/all-accounts.ts';
import { toAppPasswordAnswer } from '../app-passwords/app-password-answer.ts';
import { formatDate, formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { toLaterJson } from './later.ts';

export const reportMfa = defineCommand({
  name: 'report mfa',
  summary:
    'Lists the factors, devices and app passwords of every account, and where its password alone was used',
  arguments: {},
  options: {},
  run: async (_input, { open }) => {
    const parts = await open();
    const policy = await parts.accessRules.policy();
    const lines = [];
    for await (const account of listAllAccounts(parts.accounts)) {
      lines.push(await reportOn(parts, policy, account));
    }
    return { json: { accounts: lines }, text: formatTable(headings, lines.map(toRow)) };
  },
});

type Line = Awaited<ReturnType<typeof reportOn>>;

const headings = [
  'USER NAME',
  'STATUS',
  'REQUIRED',
  'FACTORS',
  'CODES LEFT',
  'TRUSTED',
  'DEVICES',
  'APP PASSWORDS',
  'PASSWORD ALONE',
];

function toRow(line: Line): readonly string[] {
  const { username, kind, status, factors, devices } = line;
  return [
    username,
    kind === 'person' ? status : `${status}, ${kind}`,
    describeRequired(line),
    String(factors.length),
    String(line.recovery_codes),
    String(line.trusted_browsers),
    describeDevices(devices),
    String(line.app_passwords.length),
    describeUse(line.last_password_use),
  ];
}

/** `1, 2 from 5 Dec 2026, 00:00 UTC`, where the policy has a date. */
function describeRequired({ required_factor: now, required_later: later }: Line): string {
  return later === null ? String(now) : `${now}, ${later.factor} from ${formatDate(Date.parse(later.from))}`;
}

/** `3 (1 by password alone)`: what a demand for a second step would end. */
function describeDevices(devices: Line['devices']): string {
  const weak = devices.filter(({ factor }) => factor === 1).length;
  return weak === 0 ? String(devices.length) : `${devices.length} (${weak} by password alone)`;
}

/** `25 Nov 2026, 00:12, mx, imap, 192.0.2.1`: what breaks when a second step is demanded. */
function describeUse(use: Line['last_password_use']): string {
  return use === null
    ? ''
    : [formatDate(Date.parse(use.at)), use.service, use.protocol, use.address].filter(Boolean).join(', ');
}

/** What is required of the account alone, wherever it signs in. */
async function reportOn(parts: Parts, policy: Policy, account: Account) {
  const { accounts, accessRules, devices, passwordUses } = parts;
  const [{ factor }, later, connected, appPasswords = [], passwordUse] = await Promise.all([
    accessRules.judge({ account }),
    findLater(parts, policy, { account }),
    devices.list(account.id),
    accounts.appPasswords.list(account.id),
    passwordUses.find(account.id),
  ]);
  return {
    id: account.id,
    username: account.username,
    kind: account.kind,
    status: account.status,
    required_factor: factor,
    required_later: toLaterJson(later),
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
    app_passwords: appPasswords.map(toAppPasswordAnswer),
    last_password_use:
      passwordUse === undefined
        ? null
        : {
            at: new Date(passwordUse.at).toISOString(),
            service: passwordUse.service,
            protocol: passwordUse.protocol,
            address: passwordUse.address ?? null,
          },
  };
}
