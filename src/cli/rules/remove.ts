// postern rules remove: it no longer counts anywhere within five seconds.

import { defineCommand } from '../frame/command.ts';
import { argument } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';

export const rulesRemove = defineCommand({
  name: 'rules remove',
  summary: 'Removes an access rule',
  arguments: { id: argument('ID', 'id of the rule') },
  options: {},
  question: (input) => `Remove the rule ${input.arguments.id}?`,
  run: async (input, { open }) => {
    const { id } = input.arguments;
    if (!(await (await open()).accessRules.remove(id))) {
      throw new Refusal(`there is no rule "${id}"`);
    }
    return { json: { id, removed: true }, text: `Rule ${id} was removed.` };
  },
});
