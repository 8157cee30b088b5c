// postern clients add: a web application or a program that people sign in to.

import { readFileSync } from 'node:fs';
import { presetNames } from '../../oidc/clients/presets.ts';
import { defineCommand } from '../frame/command.ts';
import { choice, flag, requiredChoice, requiredText, text, texts, wholeNumber } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';
import { describeClient, toClientJson } from './client-answer.ts';

export const clientsAdd = defineCommand({
  name: 'clients add',
  summary: 'Adds a web application or a program that people sign in to',
  arguments: {},
  options: {
    preset: requiredChoice(
      presetNames,
      'web: a site with a secret; native: a program on a device; or a mail program by its name',
    ),
    id: requiredText('ID', 'client id'),
    name: text('NAME', 'shown to people; the id unless given'),
    'redirect-uri': texts('URI', 'where sign-ins return to; native programs have loopback addresses'),
    'post-logout-redirect-uri': texts('URI', 'where sign-outs return to'),
    'require-factor': choice(['1', '2'], '2: whoever signs in to it needs a second step'),
    'device-flow': flag('people may allow it in a browser elsewhere; presets of terminal programs have it'),
    'no-pkce': flag('for a program that sends no PKCE challenge (RFC 7636)'),
    'no-rotation': flag(
      'for a program that cannot store a new refresh token: it keeps the first, for mail only, and not as long',
    ),
    grace: wholeNumber('SECONDS', 'how long a replaced refresh token is still answered, 0 to 300'),
    jwks: text('FILE', 'public keys of a site that signs its requests, in the place of a secret'),
    'secret-stdin': flag('read the client secret from standard input; without it one is made'),
  },
  run: async ({ options }, { terminal, open }) => {
    const secret = options['secret-stdin'] ? await terminal.readStdin() : undefined;
    const { clients } = await open();
    const added = await clients.add({
      preset: options.preset,
      id: options.id,
      redirectUris: options['redirect-uri'],
      postLogoutRedirectUris: options['post-logout-redirect-uri'],
      ...readChoices(options),
      ...(options.jwks === undefined ? {} : { jwks: readKeys(options.jwks) }),
      ...(secret === undefined ? {} : { secret }),
    });
    if (added.outcome === 'taken') {
      throw new Refusal(`the id "${options.id}" is taken by another client or mail service`);
    }
    const once = added.secret === undefined ? {} : { client_secret: added.secret };
    return {
      json: { ...toClientJson(added.metadata), ...once },
      text: describeClient(added.metadata, added.secret),
    };
  },
});

interface Choices {
  readonly name: string | undefined;
  readonly 'require-factor': '1' | '2' | undefined;
  readonly 'device-flow': boolean;
  readonly 'no-pkce': boolean;
  readonly 'no-rotation': boolean;
  readonly grace: number | undefined;
}

function readChoices(options: Choices) {
  const { name, grace, 'require-factor': factor } = options;
  return {
    ...(name === undefined ? {} : { name }),
    ...(factor === undefined ? {} : ({ requireFactor: factor === '2' ? 2 : 1 } as const)),
    ...(options['device-flow'] ? ({ hasDeviceFlow: true } as const) : {}),
    ...(options['no-pkce'] ? ({ requiresPkce: false } as const) : {}),
    ...(options['no-rotation'] ? ({ rotatesRefreshToken: false } as const) : {}),
    ...(grace === undefined ? {} : { graceSeconds: grace }),
  };
}

function readKeys(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal(`the file "${file}" cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
