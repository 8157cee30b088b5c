// postern recipe --out where an earlier one stands: what an administrator wrote there is not lost, and nothing is half written.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

let out: string;
let count = 0;
const pathOf = (name: string) => join(out, name);
const read = (name: string) => readFileSync(pathOf(name), 'utf8');
const modeOf = (name: string) => statSync(pathOf(name)).mode & 0o777;

before(() =>
  cli.json(['services', 'add', 'mx', '--imap', 'mail.example.test:993', '--smtp', 'mail.example.test:465']),
);
beforeEach(() => {
  count += 1;
  out = join(cli.dataDirectory, `recipe-${count}`);
});

const tokens = 'dovecot-postern.conf.ext';
const script = 'dovecot-postern-check.lua';
const logins = 'postern-sender-logins';

/** The lines on standard error, by file name. */
async function print(program: string, env = {}): Promise<Readonly<Record<string, string>>> {
  const { code, stdout, stderr } = await cli.run(
    ['recipe', program, '--service', 'mx', '--out', out, '--json'],
    { env },
  );
  assert.equal(code, 0, stderr);
  assert.ok((JSON.parse(stdout).paths as string[]).every((path) => path.startsWith(out)));
  const lines = [...stderr.matchAll(/^postern recipe: (\S+)\/([^/\s]+) (.*)$/gm)];
  assert.equal(lines.length, stderr.split('\n').length - 1);
  return Object.fromEntries(lines.map(([, , name = '', words = '']) => [name, words]));
}

test('the first time nothing is said, and the second time that nothing changed', async () => {
  assert.deepEqual(await print('dovecot'), {});
  const names = readdirSync(out);
  const again = await print('dovecot');
  assert.deepEqual(Object.keys(again).sort(), names.sort());
  assert.deepEqual([...new Set(Object.values(again))], ['is as it was']);
  assert.deepEqual(readdirSync(out).sort(), names);
});

test('a file that says something else is replaced, and kept beside it', async () => {
  await print('dovecot');
  const printed = read(tokens);
  writeFileSync(pathOf(tokens), printed.replace('timeout_msecs = 5000', 'timeout_msecs = 9000'));
  const told = await print('dovecot');
  assert.equal(told[tokens], `was replaced; what stood there is kept as ${pathOf(tokens)}.old`);
  assert.equal(told[script], 'is as it was');
  assert.equal(read(tokens), printed);
  assert.match(read(`${tokens}.old`), /^timeout_msecs = 9000$/m);
  assert.deepEqual([modeOf(tokens), modeOf(`${tokens}.old`), modeOf(script)], [0o600, 0o600, 0o644]);
});

test('what was kept before is not lost to a second time', async () => {
  await print('dovecot');
  for (const [words, kept] of [
    ['first', `${script}.old`],
    ['second', `${script}.old2`],
  ] as const) {
    writeFileSync(pathOf(script), `-- ${words}\n`);
    await print('dovecot');
    assert.equal(read(kept), `-- ${words}\n`);
  }
  assert.equal(read(`${script}.old`), '-- first\n');
});

test('after a rotation the secret alone is another: no copy of the one before stays', async () => {
  for (const program of ['dovecot', 'dovecot24']) {
    out = join(cli.dataDirectory, program);
    await print(program);
    const names = readdirSync(out);
    const { secret } = await cli.json(['services', 'rotate-secret', 'mx']);
    const told = await print(program);
    const [file] = Object.entries(told).find(([, words]) => words === 'has the new secret') ?? [''];
    assert.equal(file, program === 'dovecot' ? tokens : '00-postern.conf');
    assert.ok(read(file).includes(`client_secret = ${secret}\n`));
    assert.equal(modeOf(file), 0o600);
    assert.deepEqual(readdirSync(out), names);
  }
});

test('after a rotation a line of the administrator’s is kept as ever', async () => {
  await print('dovecot');
  writeFileSync(pathOf(tokens), `${read(tokens)}debug = yes\n`);
  const { secret } = await cli.json(['services', 'rotate-secret', 'mx']);
  await print('dovecot');
  assert.ok(read(tokens).includes(`client_secret = ${secret}\n`));
  assert.match(read(`${tokens}.old`), /^debug = yes$/m);
});

test('the list of sender addresses is the administrator’s: it is never replaced', async () => {
  await print('postfix');
  const own = `/^info@example\\.test$/  alice\n${read(logins)}`;
  writeFileSync(pathOf(logins), own);
  chmodSync(pathOf(logins), 0o640);
  const told = await print('postfix', { POSTERN_MAIL_DOMAINS: 'example.test' });
  assert.equal(told[logins], 'is yours to edit and stays as it is; without --out its text is printed');
  assert.equal(read(logins), own);
  assert.equal(modeOf(logins), 0o640);
  assert.ok(!readdirSync(out).includes(`${logins}.old`));
});

test('a file from before that is open to others is shut, whether it changes or not', async () => {
  mkdirSync(out);
  writeFileSync(pathOf(tokens), 'empty', { mode: 0o644 });
  await print('dovecot');
  assert.deepEqual([modeOf(tokens), modeOf(`${tokens}.old`)], [0o600, 0o600]);
  chmodSync(pathOf(tokens), 0o644);
  await print('dovecot');
  assert.equal(modeOf(tokens), 0o600);
});

test('where a file of before cannot be read, nothing changes', async () => {
  mkdirSync(pathOf(script), { recursive: true });
  const { code, stderr } = await cli.run(['recipe', 'dovecot', '--service', 'mx', '--out', out]);
  assert.deepEqual([code, stderr.split('\n').length], [1, 2], stderr);
  assert.deepEqual(readdirSync(out), [script]);
});
