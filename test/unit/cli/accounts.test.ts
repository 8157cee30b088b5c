// postern accounts: what is added, told, changed and refused.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

const password = 'a door beside the gate';

test('an empty store has no accounts, and says how to begin', async () => {
  assert.deepEqual(await cli.json(['accounts', 'list']), { accounts: [] });
  const { stdout } = await cli.run(['accounts', 'list']);
  assert.equal(stdout, 'No accounts. Add one: postern accounts add NAME\n');
});

test('a new account is answered as JSON with its id, and shown and listed alike', async () => {
  const words = [
    'accounts',
    'add',
    'Alice',
    '--email',
    'alice@example.test',
    '--name',
    'Alice Å',
    '--group',
    'staff',
  ];
  const added = await cli.json([...words, '--role', 'user', '--role', 'admin', '--password-stdin'], {
    stdin: password,
  });
  const { id, created_at: createdAt, ...rest } = added;
  assert.match(String(id), /^[\w-]{16}$/);
  assert.ok(Math.abs(Date.parse(String(createdAt)) - Date.now()) < 60_000);
  assert.deepEqual(rest, {
    kind: 'person',
    username: 'alice',
    name: 'Alice Å',
    emails: [{ address: 'alice@example.test', verified: true }],
    recovery_email: null,
    locale: null,
    roles: ['user', 'admin'],
    groups: ['staff'],
    owners: [],
    status: 'active',
    password: 'given',
    factors: 0,
    required_factor: null,
    recovery_codes: 0,
    app_passwords: 0,
  });
  for (const name of ['alice', 'ALICE', 'alice@example.test', String(id)]) {
    assert.deepEqual(await cli.json(['accounts', 'show', name]), added);
  }
  assert.deepEqual(await cli.json(['accounts', 'list']), { accounts: [added] });
});

test('accounts without password need none', async () => {
  const printer = await cli.json(['accounts', 'add', 'printer', '--kind', 'device', '--locale', 'de']);
  assert.deepEqual([printer.kind, printer.password, printer.locale], ['device', 'none', 'de']);
  const refused = await cli.run(['accounts', 'add', 'team', '--kind', 'shared', '--password-stdin'], {
    stdin: password,
  });
  assert.equal(refused.code, 1);
  assert.equal(refused.stderr, 'postern accounts add: the password is only for accounts of people\n');
});

test('accounts are listed by user name, and by how it begins', async () => {
  const names = async (...words: string[]): Promise<unknown[]> => {
    const { accounts } = await cli.json(['accounts', 'list', ...words]);
    return (accounts as { username: string }[]).map(({ username }) => username);
  };
  assert.deepEqual(await names(), ['alice', 'printer']);
  assert.deepEqual(await names('--prefix', 'PRI'), ['printer']);
  assert.deepEqual(await names('--prefix', 'x'), []);
});

test('people read aligned columns', async () => {
  const { stdout } = await cli.run(['accounts', 'list']);
  assert.equal(
    stdout,
    [
      'USER NAME  NAME     E-MAIL              ROLES        FACTORS  STATUS',
      'alice      Alice Å  alice@example.test  user, admin  0        active',
      'printer                                 user         device   active',
      '',
    ].join('\n'),
  );
  const shown = await cli.run(['accounts', 'show', 'alice']);
  assert.match(shown.stdout, /^User name {7}alice\nId {14}\S{16}\nName {12}Alice Å\n/);
  assert.match(shown.stdout, /\nPassword {8}set by an administrator\n/);
});

const refusals: readonly [words: readonly string[], stdin: string, line: string][] = [
  [
    ['add', 'alice'],
    password,
    'the user name or an address belongs to another account, or did within 180 days (accounts set-emails --hand-over gives on an address)',
  ],
  [
    ['add', 'alfred', '--email', 'ALICE@example.test'],
    password,
    'the user name or an address belongs to another account, or did within 180 days (accounts set-emails --hand-over gives on an address)',
  ],
  [
    ['add', 'a:b'],
    password,
    'the user name must consist of letters, digits, dots, hyphens, underscores and plus signs, with at most one @ inside',
  ],
  [
    ['add', 'bob', '--email', 'nowhere'],
    password,
    '--email must be one e-mail address, such as alice@example.org',
  ],
  [
    ['add', 'bob', '--group', 'The Staff'],
    password,
    '--group must be 1 to 64 lower-case letters, digits, dots, hyphens and underscores',
  ],
  [['add', 'bob'], 'short', 'the password must have at least 8 characters'],
  [['add', 'bob'], '', 'the password must have at least 8 characters'],
  [['set-password', 'alice'], 'short', 'the password must have at least 8 characters'],
  [['set-password', 'nobody'], password, 'there is no account "nobody"'],
];

for (const [words, stdin, line] of refusals) {
  test(`accounts ${words.join(' ')} with ${JSON.stringify(stdin)} is refused in one line`, async () => {
    const { code, stdout, stderr } = await cli.run(['accounts', ...words, '--password-stdin'], { stdin });
    assert.deepEqual(
      { code, stdout, stderr },
      { code: 1, stdout: '', stderr: `postern accounts ${words[0]}: ${line}\n` },
    );
  });
}

for (const command of ['show', 'disable', 'enable', 'delete']) {
  test(`accounts ${command} of nobody is refused in one line`, async () => {
    const { code, stdout, stderr } = await cli.run(['accounts', command, 'no\u001b[31mbody']);
    assert.deepEqual(
      { code, stdout, stderr },
      {
        code: 1,
        stdout: '',
        stderr: `postern accounts ${command}: there is no account "no\ufffd[31mbody"\n`,
      },
    );
  });
}

test('a disabled account is enabled again', async () => {
  const disabled = await cli.json(['accounts', 'disable', 'alice']);
  assert.deepEqual([disabled.username, disabled.status], ['alice', 'disabled']);
  assert.equal((await cli.json(['accounts', 'show', 'alice'])).status, 'disabled');
  const { code, stdout } = await cli.run(['accounts', 'enable', 'alice']);
  assert.deepEqual(
    { code, stdout },
    { code: 0, stdout: 'alice was enabled. Browsers and programs sign in anew.\n' },
  );
  assert.equal((await cli.json(['accounts', 'show', 'alice'])).status, 'active');
});

test('a temporary password is shown as such', async () => {
  const words = ['accounts', 'set-password', 'alice', '--password-stdin', '--temporary'];
  assert.equal((await cli.json(words, { stdin: 'another door entirely' })).password, 'temporary');
});

test('a deleted account is gone, and its name stays taken', async () => {
  const { id } = await cli.json(['accounts', 'show', 'alice']);
  assert.deepEqual(await cli.json(['accounts', 'delete', 'alice']), {
    id,
    username: 'alice',
    status: 'deleted',
  });
  assert.equal((await cli.run(['accounts', 'show', 'alice'])).code, 1);
  const again = await cli.run(['accounts', 'add', 'alice', '--password-stdin'], { stdin: password });
  assert.equal(again.code, 1);
});

test('the command line is a way in: a super administrator on an empty store, and then no set-up link', async () => {
  const link = await cli.json(['setup']);
  assert.match(String(link.url), /^http:\/\/localhost:3000\/setup\?token=[\w-]{43}$/);
  const words = ['accounts', 'add', 'root', '--role', 'superadmin', '--password-stdin'];
  assert.deepEqual((await cli.json(words, { stdin: password })).roles, ['superadmin']);
  const { code, stdout, stderr } = await cli.run(['setup']);
  assert.deepEqual(
    { code, stdout, stderr },
    {
      code: 1,
      stdout: '',
      stderr:
        'postern setup: there is a super administrator already; to make another: postern accounts add NAME --role superadmin\n',
    },
  );
});
