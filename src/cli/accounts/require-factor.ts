// postern accounts require-factor: what is asked of one account, whatever the policy and the rules say.

import { defineCommand } from '../frame/command.ts';
import { UsageError } from '../frame/refusals.ts';
import { accountAnswer } from './account-answer.ts';
import { getAccount, noAccount, user } from './find-account.ts';

const demands = { '1': 1, '2': 2, none: undefined } as const;
type Word = keyof typeof demands;

const sentences: Readonly<Record<Word, string>> = {
  1: 'The password is enough for',
  2: 'A second step is asked of',
  none: 'Nothing of its own is asked of',
};

export const accountsRequireFactor = defineCommand({
  name: 'accounts require-factor',
  summary: 'Says what is asked of one account, beside what policy, rules and clients ask',
  arguments: {
    user,
    factor: {
      placeholder: '1|2|none',
      meaning: '2: a second step, at every door and at once; 1 and none: no more than the others ask',
      read: (given = ''): Word => {
        if (!Object.hasOwn(demands, given)) {
          throw new UsageError('the second argument must be one of 1, 2, none');
        }
        return given as Word;
      },
    },
  },
  options: {},
  run: async ({ arguments: { user: typed, factor } }, { open }) => {
    const { accounts, kicks } = await open();
    const { id, username } = await getAccount(accounts, typed);
    if ((await accounts.requireFactor(id, demands[factor])) === 'not-found') {
      throw noAccount(typed);
    }
    const account = await getAccount(accounts, id);
    if (demands[factor] === 2) {
      await kicks.ask(account);
    }
    return accountAnswer(account, `${sentences[factor]} ${username}.`);
  },
});
