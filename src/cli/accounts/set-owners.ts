// postern accounts set-owners: who looks after a shared mailbox or a device, instead of those who did.

import { defineCommand } from '../frame/command.ts';
import { texts } from '../frame/options.ts';
import { accountAnswer } from './account-answer.ts';
import { getAccount, noAccount, user } from './find-account.ts';
import { describeOwners } from './owner-names.ts';

export const accountsSetOwners = defineCommand({
  name: 'accounts set-owners',
  summary: 'Replaces the owners of a shared mailbox or a device; what a former owner made for it ends',
  arguments: { user },
  options: { owner: texts('USER', 'an owner from now on; none given: it has no owners') },
  question: (input) =>
    input.options.owner.length === 0
      ? { text: `Leave ${input.arguments.user} without owners?`, isNeeded: true }
      : undefined,
  run: async ({ arguments: { user: typed }, options }, { open }) => {
    const { accounts, kicks } = await open();
    const { id, username } = await getAccount(accounts, typed);
    const owners = await Promise.all(options.owner.map((name) => getAccount(accounts, name)));
    const outcome = await accounts.setOwners(
      id,
      owners.map((owner) => owner.id),
    );
    if (outcome === 'not-found') {
      throw noAccount(typed);
    }
    const account = await getAccount(accounts, id);
    await kicks.ask(account);
    return accountAnswer(
      account,
      `Owners of ${username}: ${(await describeOwners(accounts, account)) ?? 'none'}.`,
    );
  },
});
