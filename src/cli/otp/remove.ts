// postern otp remove: one of several second factors; the last one goes by a reset.

import { getAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { Refusal } from '../frame/refusals.ts';
import { factorId, noFactor } from './factor-refusal.ts';

export const otpRemove = defineCommand({
  name: 'otp remove',
  summary: 'Takes away one second factor and ends sessions; the last one only by otp reset',
  arguments: { user, id: factorId },
  options: {},
  question: ({ arguments: { user: name, id } }) => `Take away the second factor ${id} of ${name}?`,
  run: async (input, { open }) => {
    const { accounts } = await open();
    const account = await getAccount(accounts, input.arguments.user);
    const { id } = input.arguments;
    const { outcome } = await accounts.factors.remove(account.id, id);
    if (outcome === 'not-found') {
      throw noFactor(account.username, id);
    }
    if (outcome === 'last') {
      throw new Refusal(`it is the last one; postern otp reset ${account.username} takes it away`);
    }
    return { json: { id, state: 'removed' }, text: 'The second factor was taken away.' };
  },
});
