// The help: on every level, on stdout, without settings or store, and in step with the commands.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commands } from '../../../src/cli/commands.ts';
import { optionsOf } from '../../../src/cli/frame/parse-arguments.ts';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

async function help(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cli.run(words, { env: { POSTERN_WRONG: 'setting' } });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  return stdout;
}

test('postern --help lists every command with its summary', async () => {
  for (const flag of ['--help', '-h']) {
    const text = await help([flag]);
    for (const { name, summary } of commands) {
      assert.match(text, new RegExp(`^  ${name} +${RegExp.escape(summary)}$`, 'm'));
    }
  }
});

test('the help of a group lists the commands of that group only', async () => {
  const text = await help(['otp', '--help']);
  assert.match(text, /^Usage: postern otp COMMAND\n/);
  assert.deepEqual(
    [...text.matchAll(/^ {2}(\S+ \S+) {2}/gm)].map(([, name]) => name),
    [
      'otp enrol',
      'otp add',
      'otp import',
      'otp status',
      'otp verify',
      'otp rename',
      'otp remove',
      'otp recovery-codes',
      'otp reset',
      'otp ticket',
    ],
  );
});

for (const command of commands) {
  test(`postern ${command.name} --help names every argument and option`, async () => {
    const words = command.name.split(' ');
    const text = await help([...words, '--help']);
    assert.equal(await help([...words, '--wrong', '-h']), text, 'also among wrong words');
    assert.ok(text.startsWith(`Usage: postern ${command.name}`), text);
    assert.ok(text.includes(`\n\n${command.summary}.\n`), text);
    for (const { placeholder, meaning } of Object.values(command.arguments)) {
      assert.match(text, new RegExp(`^  ${placeholder} +${RegExp.escape(meaning)}$`, 'm'));
    }
    for (const [name, { meaning }] of Object.entries(optionsOf(command))) {
      assert.match(text, new RegExp(`^  --${name} .*${RegExp.escape(meaning)}`, 'm'));
    }
  });
}

test('every command that has an answer prints JSON on request, and every destructive one can be told yes', () => {
  for (const command of commands) {
    const options = optionsOf(command);
    assert.equal('json' in options, command.name !== 'serve', command.name);
    const isDestructive =
      /delete|remove|reset|end$|disable|lost-device|set-owners|recovery-codes|^rules add$/.test(command.name);
    assert.equal('yes' in options, isDestructive, command.name);
  }
});

test('after -- the word --help is an argument', async () => {
  const { code, stderr } = await cli.run(['accounts', 'show', '--', '--help']);
  assert.deepEqual(
    { code, stderr },
    {
      code: 1,
      stderr: `postern: made a new, empty store in ${cli.dataDirectory}\npostern accounts show: there is no account "--help"\n`,
    },
  );
  assert.ok(existsSync(join(cli.dataDirectory, 'postern.db')));
});

test('a command that finds no store says that it made one, and where; the next one is quiet', async () => {
  const other = createCli();
  const first = await other.run(['accounts', 'list']);
  const made = `postern: made a new, empty store in ${other.dataDirectory}\n`;
  assert.deepEqual([first.code, first.stderr], [0, made]);
  assert.match(first.stdout, /^No accounts/);
  assert.equal((await other.run(['accounts', 'list'])).stderr, '');
  other.close();
});

test('postern --version says which it is, without settings or store', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  assert.equal(await help(['--version']), `postern ${version}\n`);
  assert.match(await help(['--help']), /--version/);
});

test('what scripts get from a verification is in its help', async () => {
  assert.match(await help(['otp', 'verify', '--help']), /wrong-code, used-before/);
});
