// What the command line refuses to understand: exit code 2, one line on stderr, nothing on stdout, no store made.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commands } from '../../../src/cli/commands.ts';
import type { Command } from '../../../src/cli/frame/command.ts';
import { presetNames } from '../../../src/oidc/clients/presets.ts';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

async function assertWrongUsage(words: readonly string[], line: string): Promise<void> {
  const { code, stdout, stderr } = await cli.run(words);
  assert.deepEqual({ code, stdout, stderr }, { code: 2, stdout: '', stderr: `${line}\n` });
}

/** What stands for its arguments: of programs there are only some. */
function placesOf(command: Command): readonly string[] {
  const words = Object.values(command.arguments).map(({ placeholder }) => placeholder);
  return words.map((word) => (word === 'PROGRAM' ? 'aerc' : word));
}

/** The words of a command with everything it needs. */
function wholeWords(command: Command): string[] {
  const options = Object.entries(command.options).filter(([, { isRequired }]) => isRequired);
  return [
    ...command.name.split(' '),
    ...placesOf(command),
    ...options.flatMap(([name, { placeholder = '' }]) => [`--${name}`, placeholder.split('|')[0] ?? '']),
  ];
}

const groups = ['accounts', 'otp', 'clients', 'services', 'devices'];

const lines: readonly [words: readonly string[], line: string][] = [
  [[], 'postern: missing command (see postern --help)'],
  [['acounts'], 'postern: unknown command "acounts" (see postern --help)'],
  [['devices', 'stop'], 'postern: unknown command "stop" after devices: list, end (see postern --help)'],
  [
    ['otp'],
    'postern: missing command after otp: enrol, add, import, status, verify, rename, remove, recovery-codes, reset, ticket (see postern --help)',
  ],
  [
    ['accounts', 'show', 'a', 'b'],
    'postern accounts show: unexpected argument "b" (see postern accounts show --help)',
  ],
  [['accounts', 'show', ''], 'postern accounts show: USER is missing (see postern accounts show --help)'],
  [
    ['accounts', 'add', 'a', '--name'],
    'postern accounts add: --name needs a value: NAME (see postern accounts add --help)',
  ],
  [
    ['accounts', 'add', 'a', '--name', '--json'],
    'postern accounts add: --name needs a value: NAME (see postern accounts add --help)',
  ],
  [
    ['accounts', 'add', 'a', '--role', 'root'],
    'postern accounts add: --role must be one of user, admin, superadmin (see postern accounts add --help)',
  ],
  [
    ['accounts', 'add', 'a', '--kind', 'robot'],
    'postern accounts add: --kind must be one of person, shared, device (see postern accounts add --help)',
  ],
  [
    ['accounts', 'add', 'a', '--password-stdin=secret'],
    'postern accounts add: --password-stdin takes no value (see postern accounts add --help)',
  ],
  [
    ['accounts', 'add', 'a', '--password=secret'],
    'postern accounts add: unknown option --password (see postern accounts add --help)',
  ],
  [
    ['accounts', 'add', 'a'],
    'postern accounts add: --password-stdin is missing, and there is no terminal to ask on',
  ],
  [
    ['accounts', 'set-password', 'a'],
    'postern accounts set-password: --password-stdin is missing, and there is no terminal to ask on',
  ],
  [
    ['otp', 'enrol', 'a', '--digits', 'six'],
    'postern otp enrol: --digits must be a whole number (see postern otp enrol --help)',
  ],
  [
    ['otp', 'enrol', 'a', '--digits', '5'],
    'postern otp enrol: --digits must be a whole number from 6 to 8 (see postern otp enrol --help)',
  ],
  [
    ['otp', 'enrol', 'a', '--period', '121'],
    'postern otp enrol: --period must be a whole number from 15 to 120 (see postern otp enrol --help)',
  ],
  [
    ['otp', 'enrol', 'a', '--type', 'motp'],
    'postern otp enrol: --type must be one of totp, hotp (see postern otp enrol --help)',
  ],
  [
    ['clients', 'add', '--id', 'x'],
    `postern clients add: --preset ${presetNames.join('|')} is missing (see postern clients add --help)`,
  ],
  [
    ['clients', 'add', '--id', 'x', '--preset', 'fat'],
    `postern clients add: --preset must be one of ${presetNames.join(', ')} (see postern clients add --help)`,
  ],
  [
    ['services', 'add', 'x', '--imap', 'a.test:993', '--imap=b.test:993'],
    'postern services add: --imap is given more than once (see postern services add --help)',
  ],
  [
    ['clients', 'add', '--preset', 'web', '--preset', 'web', '--id', 'x'],
    'postern clients add: --preset is given more than once (see postern clients add --help)',
  ],
  [
    ['app-passwords', 'add', 'a', '--name', 'x', '--expires', '1d', '--expires', '2d'],
    'postern app-passwords add: --expires is given more than once (see postern app-passwords add --help)',
  ],
  [['recipe', 'dovecot'], 'postern recipe: --service NAME is missing (see postern recipe --help)'],
  [
    ['recipe', 'sendmail', '--service', 'x'],
    'postern recipe: unknown recipe "sendmail": dovecot, dovecot24, postfix, roundcube, thunderbird, aerc, mutt, neomutt, msmtp, mbsync, offlineimap, getmail (see postern recipe --help)',
  ],
  [
    ['recipe', 'sendmail'],
    'postern recipe: unknown recipe "sendmail": dovecot, dovecot24, postfix, roundcube, thunderbird, aerc, mutt, neomutt, msmtp, mbsync, offlineimap, getmail (see postern recipe --help)',
  ],
  [
    ['recipe', 'postfix', '--service', 'x', '--spool', 'queue'],
    'postern recipe: --spool must be a whole path, such as /var/spool/postfix (see postern recipe --help)',
  ],
  [['serve', '--json'], 'postern serve: unknown option --json (see postern serve --help)'],
  [
    ['accounts', 'show', 'a\u001b[2J\nb', 'c\u001b[2J\nd'],
    'postern accounts show: unexpected argument "c\ufffd[2J\ufffdd" (see postern accounts show --help)',
  ],
];

for (const [words, line] of lines) {
  test(`postern ${JSON.stringify(words)} is wrong usage`, () => assertWrongUsage(words, line));
}

for (const group of groups) {
  test(`postern ${group} alone, or with another word, is wrong usage`, async () => {
    for (const words of [[group], [group, 'dance']]) {
      const { code, stdout, stderr } = await cli.run(words);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
      assert.match(stderr, /^postern: [^\n]+\(see postern --help\)\n$/);
    }
  });
}

for (const command of commands) {
  const who = `postern ${command.name}`;
  const see = `(see ${who} --help)`;

  test(`${who} refuses an unknown option`, () =>
    assertWrongUsage([...wholeWords(command), '--wrong'], `${who}: unknown option --wrong ${see}`));

  const takesAny = Object.values(command.arguments).some(({ repeats }) => repeats);
  test(`${who} ${takesAny ? 'takes any number of arguments' : 'refuses an argument too many'}`, async () => {
    const words = [...wholeWords(command), 'surplus', 'another'];
    if (takesAny) {
      assert.doesNotMatch((await cli.run(words)).stderr, /unexpected argument/);
      return;
    }
    await assertWrongUsage(words, `${who}: unexpected argument "surplus" ${see}`);
  });

  for (const [name, { isRequired, placeholder }] of Object.entries(command.options)) {
    if (isRequired) {
      test(`${who} misses --${name}`, () => {
        const words = wholeWords(command);
        words.splice(words.indexOf(`--${name}`), 2);
        return assertWrongUsage(words, `${who}: --${name} ${placeholder} is missing ${see}`);
      });
    }
  }

  const [first] = Object.values(command.arguments);
  if (first !== undefined && first.isOptional !== true) {
    test(`${who} misses ${first.placeholder}`, () => {
      const words = wholeWords(command).filter((word) => !placesOf(command).includes(word));
      return assertWrongUsage(words, `${who}: ${first.placeholder} is missing ${see}`);
    });
  }
}

test('settings that are wrong are told all at once, after the words were understood', async () => {
  const env = { POSTERN_OTP_DIGITS: '5', POSTERN_COLOUR: 'red' };
  const { code, stdout, stderr } = await cli.run(['accounts', 'list'], { env });
  assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
  assert.equal(
    stderr,
    'postern: POSTERN_OTP_DIGITS must be a whole number from 6 to 8, not "5"\npostern: POSTERN_COLOUR is not a setting\n',
  );
});

test('nothing of all this has made a store', () => {
  assert.equal(existsSync(join(cli.dataDirectory, 'postern.db')), false);
});
