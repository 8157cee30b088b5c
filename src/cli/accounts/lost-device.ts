// postern accounts lost-device: somebody's phone is gone, and nothing on it may open anything any more.

import { defineCommand } from '../frame/command.ts';
import { getAccount, noAccount, user } from './find-account.ts';

export const accountsLostDevice = defineCommand({
  name: 'accounts lost-device',
  summary: 'Ends sessions, devices, tokens, second factors and recovery codes; the password alone signs in',
  arguments: { user },
  options: {},
  question: (input) => `End everything of ${input.arguments.user} but the password?`,
  run: async (input, { open }) => {
    const typed = input.arguments.user;
    const { accounts, devices } = await open();
    const { id, username } = await getAccount(accounts, typed);
    if ((await accounts.loseDevice(id)) === 'not-found') {
      throw noAccount(typed);
    }
    // Dead already, by the account's stamp; this tidies the list.
    const ended = await devices.endAll(id);
    return {
      json: { id, username, devices_ended: ended, factors: [], recovery_codes: 0 },
      text: `Sessions, devices and second factors of ${username} ended. The password alone signs in now.`,
    };
  },
});
