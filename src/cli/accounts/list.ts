// postern accounts list: all accounts, or those whose user names begin alike.

import { type Account, hasSecondFactor } from '../../accounts/account.ts';
import { formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { flag, text } from '../frame/options.ts';
import { countFactors, toAccountJson } from './account-answer.ts';
import { listAllAccounts } from './all-accounts.ts';

export const accountsList = defineCommand({
  name: 'accounts list',
  summary: 'Lists accounts by user name',
  arguments: {},
  options: {
    prefix: text('TEXT', 'only user names that begin with this'),
    'without-factor': flag('only people without a second factor'),
  },
  run: async ({ options }, { open }) => {
    const all = await Array.fromAsync(listAllAccounts((await open()).accounts, options.prefix));
    const isAsked = (account: Account) => !options['without-factor'] || lacksFactor(account);
    const found = all.filter(isAsked);
    return {
      json: { accounts: found.map(toAccountJson) },
      text: found.length === 0 ? tellNone(all) : describe(found),
    };
  },
});

/** Shared mailboxes and machines have none, and need none. */
function lacksFactor(account: Account): boolean {
  return account.kind === 'person' && !hasSecondFactor(account);
}

function tellNone(all: readonly Account[]): string {
  return all.length === 0
    ? 'No accounts. Add one: postern accounts add NAME'
    : 'Everybody has a second factor.';
}

function describe(found: readonly Account[]): string {
  const rows = found.map((account) => [
    account.username,
    account.name ?? '',
    account.emails.map(({ address }) => address).join(', '),
    account.roles.join(', '),
    account.kind === 'person' ? String(countFactors(account)) : account.kind,
    account.status,
  ]);
  return formatTable(['USER NAME', 'NAME', 'E-MAIL', 'ROLES', 'FACTORS', 'STATUS'], rows);
}
