// postern accounts enable: opens the door again; what was ended stays ended, and app passwords work as before.

import type { AppPasswordDetails } from '../../accounts/app-passwords/app-passwords.ts';
import { isExpired } from '../../accounts/app-passwords/limits.ts';
import { defineCommand } from '../frame/command.ts';
import { accountAnswer } from './account-answer.ts';
import { getAccount, noAccount, user } from './find-account.ts';
import { describeMadeFor } from './owner-names.ts';

export const accountsEnable = defineCommand({
  name: 'accounts enable',
  summary: 'Enables a disabled account; its app passwords work again, all else signs in anew',
  arguments: { user },
  options: {},
  run: async (input, { open }) => {
    const typed = input.arguments.user;
    const { accounts, clock } = await open();
    const { id } = await getAccount(accounts, typed);
    if ((await accounts.enable(id)) === 'not-found') {
      throw noAccount(typed);
    }
    const account = await getAccount(accounts, id);
    const { kind, username } = account;
    const usable = (await accounts.appPasswords.list(id))?.filter((one) => isUsable(one, clock.now()));
    const said = [
      `${username} was enabled.`,
      describeReturned(usable?.length ?? 0),
      kind === 'person' ? 'Browsers and programs sign in anew.' : '',
      describeMadeFor(await accounts.listMadeFor(id), username, 'stay ended'),
    ];
    return accountAnswer(account, said.filter((sentence) => sentence !== '').join(' '));
  },
});

function isUsable(one: AppPasswordDetails, now: number): boolean {
  return one.maker?.hasAccess !== false && !isExpired(one, now);
}

function describeReturned(count: number): string {
  if (count === 0) {
    return '';
  }
  return count === 1 ? 'Its app password works again.' : `Its ${count} app passwords work again.`;
}
