// postern export: accounts with everything that lets their owners in elsewhere, sealed by a passphrase unless told otherwise.

import { writeFile } from 'node:fs/promises';
import type { Account } from '../../accounts/account.ts';
import { listAllAccounts } from '../accounts/all-accounts.ts';
import { getAccount } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { flag, severalArguments, text } from '../frame/options.ts';
import { UsageError } from '../frame/refusals.ts';
import { type ExportedAccount, toExportedAccount } from './exported-account.ts';
import { readNewPassphrase } from './passphrase.ts';
import { sealExport } from './sealed-export.ts';

/** What stands in the file, or under the seal. */
export interface AccountsExport {
  readonly [field: string]: string | number | readonly ExportedAccount[];
  readonly format: 'postern-accounts';
  readonly version: 1;
  readonly issuer: string;
  readonly created_at: string;
  readonly accounts: readonly ExportedAccount[];
}

export const exportAccounts = defineCommand({
  name: 'export',
  summary: 'Writes accounts with password hashes, authenticator secrets and recovery code hashes',
  arguments: { users: severalArguments('USER', 'only these; every account unless given') },
  options: {
    'passphrase-stdin': flag('seal it by the passphrase on standard input, less one line break at its end'),
    clear: flag('do not seal it: whoever reads it can make the codes of all these people'),
    out: text('FILE', 'write a new file, for you alone to read, instead of standard output'),
  },
  run: async ({ arguments: { users }, options }, { settings, terminal, open }) => {
    const { 'passphrase-stdin': isFromStdin, clear, out } = options;
    if (clear && isFromStdin) {
      throw new UsageError('--clear and --passphrase-stdin exclude each other');
    }
    const passphrase = clear ? undefined : await readNewPassphrase(terminal, isFromStdin);
    const { accounts, sealer, clock } = await open();
    const found: readonly Account[] =
      users.length === 0
        ? await Array.fromAsync(listAllAccounts(accounts))
        : await Promise.all(users.map((typed) => getAccount(accounts, typed)));
    const exported: AccountsExport = {
      format: 'postern-accounts',
      version: 1,
      issuer: settings.issuer,
      created_at: new Date(clock.now()).toISOString(),
      accounts: found.map((account) => toExportedAccount(sealer, account)),
    };
    const json = passphrase === undefined ? exported : await sealExport(JSON.stringify(exported), passphrase);
    const content = JSON.stringify(json, null, 2);
    if (out === undefined) {
      return { json, text: content };
    }
    // A file that is there already may be open to others, or be the last export.
    await writeFile(out, `${content}\n`, { mode: 0o600, flag: 'wx' });
    return {
      json: { path: out, accounts: found.length },
      text: `${found.length === 1 ? '1 account was' : `${found.length} accounts were`} written to ${out}.`,
    };
  },
});
