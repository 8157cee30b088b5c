// postern setup: a fresh link for the first super administrator.

import { defineCommand } from '../frame/command.ts';
import { Refusal } from '../frame/refusals.ts';

export const setup = defineCommand({
  name: 'setup',
  summary: 'Prints a fresh link that makes the first super administrator; the one before is void',
  arguments: {},
  options: {},
  run: async (_input, { open }) => {
    const { setupLink } = await open();
    const url = await setupLink.issue();
    if (url === undefined) {
      throw new Refusal(
        'there is a super administrator already; to make another: postern accounts add NAME --role superadmin',
      );
    }
    return { json: { url }, text: url };
  },
});
