// E-mail addresses at the command line: replaced, taken away, refused.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

before(async () => {
  for (const name of ['alice', 'bob']) {
    const words = ['accounts', 'add', name, '--email', `${name}@example.org`, '--password-stdin'];
    await cli.json(words, { stdin: 'a door beside the gate' });
  }
});

const set = (...words: readonly string[]) => cli.run(['accounts', 'set-emails', 'alice', ...words]);

test('what is given is replaced, the rest stays, and none takes away', async () => {
  const first = await set('--recovery-email', 'alice@elsewhere.test');
  assert.deepEqual(
    [first.code, first.stdout],
    [0, 'E-mail of alice: alice@example.org.\nRecovery e-mail: alice@elsewhere.test.\n'],
  );
  const env = { POSTERN_MAIL_LOGIN: 'email', POSTERN_MAIL_DOMAINS: 'example.org' };
  const words = [
    'accounts',
    'set-emails',
    'alice',
    '--email',
    'a@example.org',
    '--email',
    'alice@example.org',
  ];
  const renamed = await cli.run(words, { env });
  assert.match(renamed.stdout, /^E-mail of alice: a@example\.org, alice@example\.org\.$/m);
  assert.match(renamed.stdout, /^Mail servers know the account as a@example\.org from now on\.$/m);
  const bare = await cli.json([...words.slice(0, 3), '--email', 'none', '--recovery-email', 'none']);
  assert.deepEqual([bare.emails, bare.recovery_email], [[], null]);
});

test('an address that passes on with a task is handed over', async () => {
  const sales = ['--email', 'sales@example.org'];
  await cli.json(['accounts', 'add', 'dora', ...sales, '--password-stdin'], {
    stdin: 'a door beside the gate',
  });
  await cli.json(['accounts', 'set-emails', 'dora', '--email', 'none']);
  const words = ['accounts', 'set-emails', 'bob', ...sales];
  const refused = await cli.run(words);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /within 180 days \(--hand-over gives on what was taken from one that lives\)/);
  assert.match((await cli.run([...words, '--hand-over'])).stdout, /^E-mail of bob: sales@example\.org\.$/m);
});

test('who is added without an address is said to hear nothing, where mail can go out', async () => {
  const env = { POSTERN_SMTP_URL: 'smtp://127.0.0.1:25', POSTERN_MAIL_FROM: 'door@example.org' };
  const add = async (...words: readonly string[]) =>
    (await cli.run(['accounts', 'add', ...words, '--kind', 'shared'], { env })).stdout;
  assert.match(
    await add('team'),
    /^team was added\. Notices about it reach nobody: .*set-emails team --email/,
  );
  assert.equal(await add('desk', '--email', 'desk@example.org'), 'desk was added.\n');
  await cli.json(['accounts', 'add', 'owner', '--password-stdin'], { stdin: 'a door beside the gate' });
  assert.equal(await add('owned', '--owner', 'owner'), 'owned was added.\n');
  const { stderr } = await cli.run(['accounts', 'add', 'alone', '--kind', 'device', '--json'], { env });
  assert.match(stderr, /^Notices about it reach nobody/);
});

test('what cannot be is refused, by the name of its option', async () => {
  const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
    [[], 2, /nothing to change/],
    [['--email', 'none', '--email', 'a@example.org'], 2, /--email none stands alone/],
    [['--email', 'nothing'], 1, /--email must be one e-mail address/],
    [['--recovery-email', 'nothing'], 1, /--recovery-email must be one e-mail address/],
    [['--email', 'bob@example.org'], 1, /belongs to another account/],
  ];
  for (const [words, code, said] of cases) {
    const refused = await set(...words);
    assert.equal(refused.code, code, words.join(' '));
    assert.match(refused.stderr, said);
  }
  const { code, stderr } = await cli.run(['accounts', 'set-emails', 'nobody', '--email', 'a@example.org']);
  assert.deepEqual([code, /no account "nobody"/.test(stderr)], [1, true]);
});
