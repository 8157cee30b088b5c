// postern clients add: a web application or a program that people sign in to.

import { defineCommand } from '../frame/command.ts';
import { choice, flag, requiredChoice, requiredText, text, texts } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';
import { describeClient, toClientJson } from './client-answer.ts';

export const clientsAdd = defineCommand({
  name: 'clients add',
  summary: 'Adds a web application or a program that people sign in to',
  arguments: {},
  options: {
    preset: requiredChoice(
      ['web', 'native'],
      'web: a site with a secret; native: a program on a device, such as a mail client',
    ),
    id: requiredText('ID', 'client id'),
    name: text('NAME', 'shown to people; the id unless given'),
    'redirect-uri': texts('URI', 'where sign-ins return to; native programs have loopback addresses'),
    'post-logout-redirect-uri': texts('URI', 'where sign-outs return to'),
    'require-factor': choice(['1', '2'], '2: whoever signs in to it needs a second step'),
    'secret-stdin': flag('read the client secret from standard input; without it one is made'),
  },
  run: async ({ options }, { terminal, open }) => {
    const { preset, id, name } = options;
    const secret = options['secret-stdin'] ? await terminal.readStdin() : undefined;
    const factor = options['require-factor'];
    const { clients } = await open();
    const added = await clients.add({
      preset,
      id,
      redirectUris: options['redirect-uri'],
      postLogoutRedirectUris: options['post-logout-redirect-uri'],
      ...(name === undefined ? {} : { name }),
      ...(factor === undefined ? {} : { requireFactor: factor === '2' ? 2 : 1 }),
      ...(secret === undefined ? {} : { secret }),
    });
    if (added.outcome === 'taken') {
      throw new Refusal(`the id "${id}" is taken by another client or mail service`);
    }
    const once = added.secret === undefined ? {} : { client_secret: added.secret };
    return {
      json: { ...toClientJson(added.metadata), ...once },
      text: describeClient(added.metadata, added.secret),
    };
  },
});
