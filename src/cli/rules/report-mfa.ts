// postern report mfa: who has a second factor, who must have one, and what is connected.

import { type Account, listFactors } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { Parts } from '../../open-parts.ts';
import type { Cursor } from '../../store/store.ts';
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
    for await (const account of listAll(parts.accounts)) {
      lines.push(await reportOn(parts, account));
    }
    const rows = lines.map(({ username, kind, status, required_factor, factors, devices }) => [
      username,
      kind === 'person' ? status : `${status}, ${kind}`,
      String(required_factor),
      String(factors.length),
      String(devices.length),
    ]);
    return {
      json: { accounts: lines },
      text: formatTable(['USER NAME', 'STATUS', 'REQUIRED', 'FACTORS', 'DEVICES'], rows),
    };
  },
});

async function* listAll(accounts: Pick<Accounts, 'list'>): AsyncGenerator<Account> {
  let after: Cursor | undefined;
  do {
    const page = await accounts.list({ limit: 200, ...(after === undefined ? {} : { after }) });
    yield* page.documents;
    after = page.after;
  } while (after !== undefined);
}

/** What is required of the account alone, wherever it signs in. */
async function reportOn({ accessRules, devices }: Parts, account: Account) {
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
    devices: connected.map(({ id, clientId, name, lastUsedAt }) => ({
      id,
      client_id: clientId,
      name,
      last_used_at: lastUsedAt === undefined ? null : new Date(lastUsedAt).toISOString(),
    })),
  };
}
