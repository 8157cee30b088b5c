// postern app-passwords list: which there are, what for, and when each was last used.

import type { AppPasswordDetails } from '../../accounts/app-passwords/app-passwords.ts';
import { isExpired } from '../../accounts/app-passwords/limits.ts';
import { getAccount, noAccount, user } from '../accounts/find-account.ts';
import { deletedAccount } from '../accounts/owner-names.ts';
import { formatDate, formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { toAppPasswordAnswer } from './app-password-answer.ts';

export const appPasswordsList = defineCommand({
  name: 'app-passwords list',
  summary: 'Lists the app passwords of an account, with their last use',
  arguments: { user },
  options: {},
  run: async (input, { open }) => {
    const { accounts, clock } = await open();
    const { id, username } = await getAccount(accounts, input.arguments.user);
    const found = await accounts.appPasswords.list(id);
    if (found === undefined) {
      throw noAccount(input.arguments.user);
    }
    const none = `${username} has no app passwords. Make one: postern app-passwords add ${username} --name NAME`;
    return {
      json: { app_passwords: found.map(toAppPasswordAnswer) },
      text: found.length === 0 ? none : describe(found, clock.now()),
    };
  },
});

function describe(found: readonly AppPasswordDetails[], now: number): string {
  const rows = found.map((one) => [
    one.name,
    describeLimits(one),
    describeMaker(one),
    describeEnd(one, now),
    one.lastUsedAt === undefined ? 'never' : formatDate(one.lastUsedAt),
    [one.lastAddress, one.lastService, one.lastProtocol].filter((part) => part !== undefined).join(', '),
    one.id,
  ]);
  return formatTable(['NAME', 'FOR', 'MADE BY', 'EXPIRES', 'LAST USED', 'FROM', 'ID'], rows);
}

/** `imap, smtp at mail from 192.0.2.0/24`: a mail service may have the name of a protocol. */
function describeLimits({ protocols, services, networks }: AppPasswordDetails): string {
  return [
    protocols.join(', ') || 'everything',
    ...(services.length === 0 ? [] : ['at', services.join(', ')]),
    ...(networks.length === 0 ? [] : ['from', networks.join(', ')]),
  ].join(' ');
}

function describeMaker({ maker, setBy }: AppPasswordDetails): string {
  if (maker !== undefined) {
    return maker.username ?? deletedAccount;
  }
  return setBy === 'owner' ? 'its owner' : 'an administrator';
}

function describeEnd(one: AppPasswordDetails, now: number): string {
  const { expiresAt, maker } = one;
  if (maker?.hasAccess === false) {
    return 'ended with its maker';
  }
  if (isExpired(one, now)) {
    return 'expired';
  }
  return expiresAt === undefined ? 'never' : formatDate(expiresAt);
}
