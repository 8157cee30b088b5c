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
      `postern recipe: ${option} HOST:PORT is missing: mail service "bare" has none (postern services set bare ${option} HOST:PORT)\n`,
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

test('a mail program sends by the address of the mailbox behind this door, not by one of elsewhere', async () => {
  const email = ['--email', 'bob@home.test', '--email', 'bobby@branch.test'];
  const stdin = 'correct horse battery staple';
  await cli.json(['accounts', 'add', 'bob', ...email, '--password-stdin'], { stdin });
  const env = { POSTERN_MAIL_DOMAINS: 'example.test' };
  const words = ['recipe', 'aerc', '--user', 'bob', '--service'];
  assert.match((await cli.run([...words, 'branch'], { env })).stdout, /^from = bobby@branch\.test$/m);
  const unknown = await cli.run([...words, 'mx'], { env: { POSTERN_MAIL_DOMAINS: 'a.test,b.test' } });
  assert.match(unknown.stdout, /^from = bob@a\.test$/m);
  assert.equal(
    unknown.stderr,
    "postern recipe: warning: nobody knows bob's address behind this door; put it where bob@a.test stands\n",
  );
  const derived = await cli.run([...words, 'mx'], { env });
  assert.match(derived.stdout, /^from = bob@example\.test$/m);
  assert.equal(derived.stderr, '');
});

test('an unknown person is refused', async () => {
  const { code, stderr } = await cli.run(['recipe', 'aerc', '--service', 'mx', '--user', 'nobody']);
  assert.deepEqual([code, stderr], [1, 'postern recipe: there is no account "nobody"\n']);
});

const addClient = (preset: string, id: string, ...words: readonly string[]) =>
  cli.json(['clients', 'add', '--preset', preset, '--id', id, ...words]);

test('another id than the preset’s name is taken over', async () => {
  await addClient('roundcube', 'webmail', '--redirect-uri', 'https://w.test/index.php/login/oauth');
  const { stdout } = await cli.run(['recipe', 'roundcube', '--service', 'mx', '--client', 'webmail']);
  assert.match(stdout, /\['oauth_client_id'\] = 'webmail'/);
});

test('a client that the program cannot be is refused, with the reason and the command that adds one', async () => {
  await addClient('native', 'mail-program');
  await addClient('native', 'elsewhere', '--redirect-uri', 'org.example.app:/back');
  await addClient('web', 'site', '--redirect-uri', 'https://w.test/');
  const refusals: readonly [string, string, RegExp][] = [
    ['mutt', 'nix', /there is no client "nix"; this adds it: postern clients add --preset mutt --id nix$/],
    ['mutt', 'mx', /there is no client "mx"/],
    [
      'mutt',
      'webmail',
      /"webmail" has a secret or keys of its own, and mutt has none; this adds one: .* mutt --id ID$/,
    ],
    ['mutt', 'elsewhere', /"elsewhere" returns to org\.example\.app:\/back, and mutt waits on a port/],
    ['aerc', 'mail-program', /gives a new refresh token each time, which aerc cannot store/],
    ['offlineimap', 'mail-program', /which offlineimap cannot store/],
    ['getmail', 'mail-program', /asks for PKCE, which getmail does not know/],
    ['roundcube', 'mail-program', /has no secret, and roundcube needs one/],
    ['roundcube', 'site', /asks for PKCE, which roundcube does not know/],
    ['thunderbird', 'mail-program', /--client can only be "thunderbird": the add-on of this server/],
  ];
  for (const [program, id, line] of refusals) {
    const { code, stdout, stderr } = await cli.run(['recipe', program, '--service', 'mx', '--client', id]);
    assert.deepEqual([code, stdout], [1, ''], `${program} ${id}`);
    assert.match(stderr.trimEnd(), line);
  }
  assert.equal((await cli.run(['recipe', 'mutt', '--service', 'mx', '--client', 'mail-program'])).code, 0);
  assert.equal((await cli.run(['recipe', 'msmtp', '--service', 'mx'])).code, 0, 'none yet: it says how');
});

test('mbsync and isync are one program, as a recipe and as a client', async () => {
  const recipe = (name: string, ...more: string[]) => cli.run(['recipe', name, '--service', 'mx', ...more]);
  assert.equal((await recipe('isync')).stdout, (await recipe('mbsync')).stdout);
  await addClient('mbsync', 'mbsync');
  assert.match((await recipe('isync')).stdout, /'client_id': 'mbsync'/);
});

for (const [kind, what] of [
  ['shared', 'a shared mailbox'],
  ['device', 'a device'],
] as const) {
  test(`a program that signs in is refused for ${what}, which has app passwords`, async () => {
    await cli.json(['accounts', 'add', `team-${kind}`, '--kind', kind]);
    for (const name of ['thunderbird', 'aerc', 'mutt', 'msmtp', 'mbsync', 'offlineimap', 'getmail']) {
      const words = ['recipe', name, '--service', 'mx', '--user', `team-${kind}`];
      const { code, stdout, stderr } = await cli.run(words);
      assert.deepEqual([code, stdout], [1, ''], name);
      assert.equal(
        stderr,
        `postern recipe: team-${kind} is ${what}, which never signs in; it has app passwords: postern app-passwords add team-${kind} --name NAME\n`,
      );
    }
  });
}

test('whoever has no address where mail servers know people by address is warned of', async () => {
  await cli.json(['accounts', 'add', 'root', '--password-stdin'], { stdin: 'correct horse battery staple' });
  const env = { POSTERN_MAIL_LOGIN: 'email', POSTERN_MAIL_DOMAINS: 'example.test' };
  const warning = /^postern: warning: root has no address of POSTERN_MAIL_DOMAINS; .* do not know "root"$/m;
  const made = await cli.run(['app-passwords', 'add', 'root', '--name', 'Phone'], { env });
  assert.match(made.stderr, warning);
  assert.match(
    (await cli.run(['recipe', 'mutt', '--service', 'mx', '--user', 'root'], { env })).stderr,
    warning,
  );
  for (const words of [
    ['app-passwords', 'add', 'alice', '--name', 'Phone'],
    ['recipe', 'mutt', '--service', 'mx', '--user', 'alice'],
  ]) {
    assert.equal((await cli.run(words, { env })).stderr, '');
  }
  assert.equal((await cli.run(['app-passwords', 'add', 'root', '--name', 'Old'])).stderr, '');
});

test('a directory that cannot be made is refused in a sentence', async () => {
  const { code, stderr } = await cli.run(['recipe', 'aerc', '--service', 'mx', '--out', '/proc/nix']);
  assert.deepEqual([code, stderr], [1, 'postern recipe: /proc/nix: there is no such file or directory\n']);
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
