// App passwords on the command line: made and shown once, listed, removed; and what is refused names its option.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

const form = /^ap[0-9a-hjkmnp-tv-z]{2}(-[0-9a-hjkmnp-tv-z]{4}){6}$/;
const day = 24 * 3600 * 1000;
const command = 'postern app-passwords add';
const usage = `(see ${command} --help)\n`;

before(async () => {
  await cli.json(['accounts', 'add', 'alice', '--password-stdin'], { stdin: 'a door beside the gate' });
  await cli.json(['services', 'add', 'mail']);
  await cli.json(['services', 'add', 'files']);
});

async function add(...words: readonly string[]): Promise<{ id: string; password: string }> {
  const { id, password, ...others } = await cli.json(['app-passwords', 'add', ...words]);
  assert.deepEqual(others, {});
  return { id: String(id), password: String(password) };
}

async function list(user: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { app_passwords: found, ...others } = await cli.json(['app-passwords', 'list', user]);
  assert.deepEqual(others, {});
  return found as readonly Readonly<Record<string, unknown>>[];
}

test('one is made with all its limits, listed with them, and not kept', async () => {
  const { id, password } = await add(
    ...['alice', '--name', 'Phone', '--protocols', 'imap,SMTP', '--services', 'mail, files'],
    ...['--network', '192.0.2.0/24', '--network', '2001:db8::/32', '--expires', '90d'],
  );
  assert.match(password, form);
  const [{ created_at: createdAt, expires_at: expiresAt, ...rest } = {}, ...others] = await list('alice');
  assert.deepEqual(others, []);
  assert.deepEqual(rest, {
    id,
    name: 'Phone',
    protocols: ['imap', 'smtp'],
    services: ['mail', 'files'],
    networks: ['192.0.2.0/24', '2001:db8::/32'],
    set_by: 'admin',
    made_by: null,
    ended_with_maker: false,
    last_used_at: null,
    last_address: null,
    last_service: null,
    last_protocol: null,
  });
  const life = Date.parse(String(expiresAt)) - Date.parse(String(createdAt));
  assert.ok(Math.abs(life - 90 * day) < 60_000, String(life));
  for (const file of readdirSync(cli.dataDirectory)) {
    const dump = readFileSync(join(cli.dataDirectory, file), 'latin1');
    assert.ok(!dump.includes(password) && !dump.includes(password.replaceAll('-', '')), file);
  }
});

test('people read it once, with the name that the program signs in by', async () => {
  const { stdout, code } = await cli.run(['app-passwords', 'add', 'alice', '--name', 'Laptop']);
  assert.equal(code, 0);
  const [first = '', second, third, last] = stdout.split('\n');
  assert.match(first.replace(/^Password +/, ''), form);
  assert.match(second ?? '', /^Id +[0-9a-hjkmnp-tv-z]{6}$/);
  assert.deepEqual([third, last], ['', 'It is shown this once. The mail program signs in as alice with it.']);
  const listed = await cli.run(['app-passwords', 'list', 'alice']);
  assert.match(listed.stdout, /^NAME +FOR +MADE BY +EXPIRES +LAST USED +FROM +ID$/m);
  assert.match(
    listed.stdout,
    /^Phone +imap, smtp at mail, files from 192\.0\.2\.0\/24, 2001:db8::\/32 +an administrator /m,
  );
  assert.match(listed.stdout, /^Laptop +everything +an administrator +never +never +[0-9a-z]{6}$/m);
  const none = await cli.run(['accounts', 'add', 'empty', '--kind', 'device']);
  assert.equal(none.code, 0);
  assert.equal(
    (await cli.run(['app-passwords', 'list', 'empty'])).stdout,
    'empty has no app passwords. Make one: postern app-passwords add empty --name NAME\n',
  );
});

test('one is removed, once', async () => {
  const { id } = await add('alice', '--name', 'Old phone');
  assert.deepEqual(await cli.json(['app-passwords', 'remove', 'alice', id]), { id, removed: true });
  assert.ok(!(await list('alice')).some((one) => one.id === id));
  const again = await cli.run(['app-passwords', 'remove', 'alice', id]);
  assert.deepEqual(
    [again.code, again.stderr],
    [1, `postern app-passwords remove: alice has no app password "${id}"\n`],
  );
});

test('whoever is asked and says no keeps it', async () => {
  const { id } = await add('alice', '--name', 'Kept');
  const asked = await cli.run(['app-passwords', 'remove', 'alice', id], { answers: ['n'] });
  assert.match(asked.stderr, new RegExp(`Take away the app password ${id} of alice\\?`));
  assert.ok((await list('alice')).some((one) => one.id === id));
  const sure = await cli.run(['app-passwords', 'remove', 'alice', id, '--yes'], { answers: [] });
  assert.equal(sure.code, 0);
});

test('a shared mailbox has its owners, and app passwords are its only way in', async () => {
  const alice = await cli.json(['accounts', 'show', 'alice']);
  const team = await cli.json(['accounts', 'add', 'team', '--kind', 'shared', '--owner', 'alice']);
  assert.deepEqual([team.owners, team.app_passwords], [[alice.id], 0]);
  await add('team', '--name', 'Front desk');
  assert.equal((await cli.json(['accounts', 'show', 'team'])).app_passwords, 1);
  const lost = await cli.json(['accounts', 'lost-device', 'team']);
  assert.equal(lost.username, 'team');
  assert.deepEqual(await list('team'), []);
});

const refused: readonly (readonly [words: readonly string[], code: number, line: string])[] = [
  [['alice'], 2, `${command}: --name NAME is missing ${usage}`],
  [['alice', '--name', ''], 1, `${command}: --name must be one line of 1 to 64 characters\n`],
  [
    ['alice', '--name', 'P', '--protocols', 'im_ap'],
    1,
    `${command}: --protocols must be names such as imap, smtp, pop3, sieve or dav\n`,
  ],
  [
    ['alice', '--name', 'P', '--protocols', 'imap,,smtp'],
    2,
    `${command}: --protocols must be names separated by commas ${usage}`,
  ],
  [
    ['alice', '--name', 'P', '--protocols', ''],
    2,
    `${command}: --protocols must be names separated by commas ${usage}`,
  ],
  [
    ['alice', '--name', 'P', '--services', 'mail,nope'],
    1,
    `${command}: --services names "nope", but there is no such mail service\n`,
  ],
  [
    ['alice', '--name', 'P', '--network', 'here'],
    1,
    `${command}: --network must be an address or a network, such as 192.0.2.0/24\n`,
  ],
  ...['soon', '90', '0d', '99999d', '-1d', ''].map(
    (time) =>
      [
        ['alice', '--name', 'P', `--expires=${time}`],
        2,
        `${command}: --expires must be a time from 1m to 3650d, such as 90d, 24h, 10m or 60s ${usage}`,
      ] as const,
  ),
  [['nobody', '--name', 'P'], 1, `${command}: there is no account "nobody"\n`],
];
for (const [words, code, line] of refused) {
  test(`app-passwords add ${words.join(' ')} is refused in one line that names what is wrong`, async () => {
    const before = await list('alice');
    const result = await cli.run(['app-passwords', 'add', ...words]);
    assert.deepEqual([result.code, result.stdout, result.stderr], [code, '', line]);
    assert.deepEqual(await list('alice'), before);
  });
}

for (const [owner, kind, line] of [
  ['nobody', 'shared', 'there is no account "nobody"'],
  ['alice', 'person', '--owner is only for a shared mailbox or a machine'],
  ['empty', 'device', '--owner must be the account of a person'],
] as const) {
  test(`accounts add --kind ${kind} --owner ${owner} is refused`, async () => {
    const words = ['accounts', 'add', 'another', '--kind', kind, '--owner', owner];
    const result = await cli.run([...words, ...(kind === 'person' ? ['--password-stdin'] : [])], {
      stdin: 'a door beside the gate',
    });
    assert.deepEqual([result.code, result.stderr], [1, `postern accounts add: ${line}\n`]);
  });
}
