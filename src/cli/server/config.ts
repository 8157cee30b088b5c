// postern config: the settings as they are in effect, secrets masked.

import { describeSettings } from '../../config/describe-settings.ts';
import { formatFacts } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';

export const config = defineCommand({
  name: 'config',
  summary: 'Prints the effective settings, secrets masked',
  arguments: {},
  options: {},
  run: async (_input, { settings }) => {
    const described = describeSettings(settings);
    return {
      json: Object.fromEntries(described.map(({ name, value }) => [name, value])),
      text: formatFacts(described.map(({ name, value }) => [name, value || '–'])),
    };
  },
});
