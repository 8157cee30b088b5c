// postern recipe: for whom, under which id, and what it says when a value is missing.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { recipeNames } from '../../../src/mail-access/recipes/recipes.ts';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

before(async () => {
  const addresses = ['--imap', 'mail.example.test:993', '--smtp', 'mail.example.test:465'];
  await cli.json(['services', 'add', 'mx', ...addresses]);
  await cli.json(['services', 'add', 'bare']);
  await cli.json(['services', 'add', 'branch', '--domain', 'branch.test', ...addresses]);
  const alice = ['alice', '--email', 'alice@example.test', '--name', 'Alice Archer', '--password-stdin'];
  await cli.json(['accounts', 'add', ...alice], { stdin: 'correct horse battery staple' });
});

for (const name of recipeNames) {
  test(`${name} is printed, each file under its name`, async () => {
    const { files } = await cli.json(['recipe', name, '--service', 'mx']);
    const { code, stdout } = await cli.run(['recipe', name, '--service', 'mx']);
    assert.equal(code, 0);
    assert.deepEqual(
      [...stdout.matchAll(/^# file: (.*)$/gm)].map(([, file]) => file),
      (files as { name: string }[]).map((file) => file.name),
    );
  });
}

test('a service without an address is refused in one line that names the option', async () => {
  const refusals = { postfix: '--smtp', roundcube: '--imap', mbsync: '--imap', msmtp: '--smtp' };
  for (const [name, option] of Object.entries(refusals)) {
    const { code, stdout, stderr } = await cli.run(['recipe', name, '--service', 'bare']);
    assert.deepEqual([code, stdout], [1, ''], name);
    assert.equal(
      stderr,
      `postern recipe: ${option} HOST:PORT is missing: mail service "bare" was added without it (postern services add --help)\n`,
    );
  }
});

test('a person’s login, address and name stand where they belong', async () => {
  const { stdout } = await cli.run(['recipe', 'aerc', '--service', 'mx', '--user', 'alice@example.test']);
  assert.match(stdout, /^source = imaps\+oauthbearer:\/\/alice@mail\.example\.test:993\?/m);
  assert.match(stdout, /^from = Alice Archer <alice@example\.test>$/m);
  const byAddress = { POSTERN_MAIL_LOGIN: 'email', POSTERN_MAIL_DOMAINS: 'example.test' };
  const { stdout: other } = await cli.run(['recipe', 'msmtp', '--service', 'mx', '--user', 'alice'], {
    env: byAddress,
  });
  assert.match(other, /^user alice@example\.test$/m);
});

test('an unknown person is refused', async () => {
  const { code, stderr } = await cli.run(['recipe', 'aerc', '--service', 'mx', '--user', 'nobody']);
  assert.deepEqual([code, stderr], [1, 'postern recipe: there is no account "nobody"\n']);
});

test('another id than the preset’s name is taken over', async () => {
  const { stdout } = await cli.run(['recipe', 'roundcube', '--service', 'mx', '--client', 'webmail']);
  assert.match(stdout, /\['oauth_client_id'\] = 'webmail'/);
});

test('Postfix is told of the service’s own domains, else of all, and where its queue lies', async () => {
  const words = ['recipe', 'postfix', '--spool', '/srv/queue', '--service'];
  const env = { POSTERN_MAIL_DOMAINS: 'example.test' };
  const { stdout } = await cli.run([...words, 'branch'], { env });
  assert.match(stdout, /^virtual_mailbox_domains = branch\.test$/m);
  assert.match(stdout, /unix_listener \/srv\/queue\/private\/auth \{/);
  assert.match(
    (await cli.run([...words, 'mx'], { env })).stdout,
    /^virtual_mailbox_domains = example\.test$/m,
  );
});

const modes: readonly [string, number, readonly string[], number][] = [
  ['an empty directory that was shut lets the mail server pass', 0o700, [], 0o711],
  ['one that holds only these files, too', 0o700, ['00-postern.conf'], 0o711],
  ['one that holds anything else stays as it was', 0o700, ['diary'], 0o700],
  ['one that is open stays as it was', 0o755, [], 0o755],
];
for (const [title, mode, entries, expected] of modes) {
  test(`--out: ${title}`, async () => {
    const out = join(cli.dataDirectory, `out-${modes.findIndex(([one]) => one === title)}`);
    mkdirSync(out);
    for (const name of entries) {
      writeFileSync(join(out, name), '');
    }
    chmodSync(out, mode);
    await cli.json(['recipe', 'dovecot', '--service', 'mx', '--out', out]);
    assert.equal(statSync(out).mode & 0o777, expected);
  });
}

test('--out: what people carry home opens no directory', async () => {
  const out = join(cli.dataDirectory, 'home');
  mkdirSync(out, { mode: 0o700 });
  await cli.json(['recipe', 'aerc', '--service', 'mx', '--out', out]);
  assert.equal(statSync(out).mode & 0o777, 0o700);
});
