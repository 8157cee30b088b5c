// postern otp: tokens by counter, names, verification, import and recovery codes; postern accounts lost-device.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readOtpauthUrl } from '../../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep } from '../../../src/accounts/second-factor/app/totp.ts';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

const urlOf = (letter: string, counter = 5) =>
  `otpauth://hotp/Token:${letter}?secret=${letter.repeat(32)}&counter=${counter}`;
const codeOf = (letter: string, counter: number) =>
  codeOfStep(readOtpauthUrl(urlOf(letter, counter)), counter);

async function factorsOf(name: string): Promise<readonly Record<string, unknown>[]> {
  return (await cli.json(['otp', 'status', name])).factors as Record<string, unknown>[];
}

before(async () => {
  const stdin = 'a door beside the gate';
  for (const name of ['alice', 'bob', 'carol', 'dave']) {
    await cli.json(['accounts', 'add', name, '--password-stdin'], { stdin });
  }
  await cli.json(['accounts', 'add', 'printer', '--kind', 'device']);
});

test('a token by counter is added under its name, and its status tells the counter', async () => {
  const added = await cli.json(['otp', 'add', 'alice', urlOf('A'), '--name', 'Key ring']);
  assert.deepEqual([added.kind, added.state, added.confirmed], ['hotp', 'active', false]);
  const [factor] = await factorsOf('alice');
  const { id, created_at: _, ...rest } = factor ?? {};
  assert.equal(id, added.id);
  assert.deepEqual(rest, {
    kind: 'hotp',
    state: 'active',
    confirmed: false,
    label: 'Key ring',
    algorithm: 'SHA1',
    digits: 6,
    counter: 5,
    set_by: 'admin',
  });
  const { stdout } = await cli.run(['otp', 'status', 'alice']);
  assert.match(stdout, /^Key ring {2}SHA1, 6 digits, by counter {2}active, never used/m);
});

test('verify answers as JSON and as exit code, and spends the code', async () => {
  const [factor] = await factorsOf('alice');
  const code = codeOf('A', 5);
  assert.deepEqual(await cli.json(['otp', 'verify', 'alice', code]), {
    outcome: 'right',
    factor: factor?.id,
  });
  const again = await cli.run(['otp', 'verify', 'alice', code, '--json']);
  assert.deepEqual([again.code, again.json(), again.stderr], [1, { outcome: 'used-before' }, '']);
  const next = await cli.run(['otp', 'verify', 'alice', codeOf('A', 6)]);
  assert.deepEqual([next.code, next.stdout], [0, 'The code is right, and is spent now.\n']);
  const [confirmed] = await factorsOf('alice');
  assert.deepEqual([confirmed?.confirmed, confirmed?.counter], [true, 7]);
});

test('verify is throttled like any door', async () => {
  await cli.json(['otp', 'add', 'carol', urlOf('C')]);
  for (let tries = 0; tries < 5; tries += 1) {
    const { code, stdout } = await cli.run(['otp', 'verify', 'carol', '000000']);
    assert.deepEqual([code, stdout], [1, 'The code is wrong.\n']);
  }
  const throttled = await cli.run(['otp', 'verify', 'carol', codeOf('C', 5), '--json']);
  assert.equal(throttled.code, 1);
  assert.equal(throttled.json().outcome, 'throttled');
  assert.ok(Number(throttled.json().retry_after_seconds) >= 1);
  const { stdout } = await cli.run(['otp', 'verify', 'carol', codeOf('C', 5)]);
  assert.match(stdout, /^Too many wrong codes: the next may be tried in \d+ s\.\n$/);
});

test('an enrolment by counter is one, and takes no period', async () => {
  const made = await cli.json(['otp', 'enrol', 'alice', '--type', 'hotp', '--digits', '8', '--name', 'Two']);
  assert.match(String(made.url), /^otpauth:\/\/hotp\/Postern:alice\?.*counter=0/);
  const code = codeOfStep(readOtpauthUrl(String(made.url)), 3);
  assert.equal((await cli.run(['otp', 'verify', 'alice', code])).code, 0);
  const refused = await cli.run(['otp', 'enrol', 'alice', '--type', 'hotp', '--period', '30']);
  assert.deepEqual(
    [refused.code, refused.stderr],
    [1, 'postern otp enrol: --period is only for codes by time\n'],
  );
});

test('factors are renamed and removed by their ids, all but the last', async () => {
  const [first, second] = await factorsOf('alice');
  const ids = [String(first?.id), String(second?.id)] as const;
  assert.deepEqual(await cli.json(['otp', 'rename', 'alice', ids[0], ' Old token ']), {
    id: ids[0],
    label: 'Old token',
  });
  const unnamed = await cli.run(['otp', 'rename', 'alice', ids[0], ' ']);
  assert.deepEqual(
    [unnamed.code, unnamed.stderr],
    [1, 'postern otp rename: the name must be one line of 1 to 64 characters\n'],
  );
  const removed = await cli.run(['otp', 'remove', 'alice', ids[0]], { answers: ['yes'] });
  assert.equal(removed.stdout, 'The second factor was taken away.\n');
  assert.match(removed.stderr, /Take away the second factor \S+ of alice\? \[y\/N\] /);
  const gone = await cli.run(['otp', 'remove', 'alice', ids[0]]);
  assert.equal(gone.stderr, `postern otp remove: alice has no second factor "${ids[0]}"\n`);
  const last = await cli.run(['otp', 'remove', 'alice', ids[1], '--yes']);
  assert.deepEqual(
    [last.code, last.stderr],
    [1, 'postern otp remove: it is the last one; postern otp reset alice takes it away\n'],
  );
  assert.deepEqual(
    (await factorsOf('alice')).map(({ label }) => label),
    ['Two'],
  );
});

test('new recovery codes are shown once, and there are ten', async () => {
  const renewed = await cli.json(['otp', 'recovery-codes', 'alice']);
  assert.equal(new Set(renewed.recovery_codes as string[]).size, 10);
  const { stdout } = await cli.run(['otp', 'recovery-codes', 'alice', '--yes']);
  const shown = stdout.match(/^ {2}[0-9a-z]{4}(-[0-9a-z]{4})+$/gm) ?? [];
  assert.equal(shown.length, 10);
  assert.ok(!shown.some((code) => (renewed.recovery_codes as string[]).includes(code.trim())));
  assert.equal((await cli.json(['otp', 'status', 'alice'])).recovery_codes, 10);
  const refused = await cli.run(['otp', 'recovery-codes', 'dave']);
  assert.deepEqual(
    [refused.code, refused.stderr],
    [1, 'postern otp recovery-codes: dave has no second factor that they could stand in for\n'],
  );
});

test('tokens are imported from standard input or a file', async () => {
  const lines = `username,url,t0\nbob,${urlOf('B')}\ndave,otpauth://totp/x?secret=${'D'.repeat(32)},60\n`;
  const dry = await cli.run(['otp', 'import', '-', '--dry-run'], { stdin: lines });
  assert.equal(dry.stdout, '2 second factors can be imported. Nothing was written.\n');
  assert.deepEqual(await factorsOf('bob'), []);
  const dryJson = await cli.json(['otp', 'import', '-', '--dry-run'], { stdin: lines });
  assert.deepEqual(dryJson, { lines: 2, imported: 0 });
  assert.deepEqual(await cli.json(['otp', 'import', '-'], { stdin: lines }), { lines: 2, imported: 2 });
  assert.equal((await factorsOf('dave'))[0]?.t0, 60);
  assert.equal((await cli.run(['otp', 'verify', 'bob', codeOf('B', 9)])).code, 0);

  const file = join(cli.dataDirectory, 'tokens.csv');
  writeFileSync(file, `\ufeffbob,${urlOf('E')}\r\n`);
  assert.equal(
    (await cli.run(['otp', 'import', file])).stdout,
    '1 second factor imported. Recovery codes for them: postern otp recovery-codes USER\n',
  );
});

test('whatever is wrong in an import is named by line and field, without secrets, and nothing is written', async () => {
  const before = await factorsOf('bob');
  const stdin = [
    `bob,${urlOf('F')}`,
    `nobody,${urlOf('F')}&digits=9`,
    `bob;${urlOf('F')}`,
    `printer,${urlOf('F')}`,
    `bob,${urlOf('B')}`,
    `bob,${urlOf('G')},60`,
  ].join('\n');
  const { code, stdout, stderr } = await cli.run(['otp', 'import', '-'], { stdin });
  assert.deepEqual([code, stdout], [1, '']);
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    'postern otp import: line 2: username "nobody" belongs to no account',
    'postern otp import: line 2: digits must be 6 to 8',
    'postern otp import: line 3: the line must be username,url or username,url,t0; a value with a comma stands in quotes',
    'postern otp import: line 4: username "printer" is not the account of a person',
    'postern otp import: line 5: url is a factor that the account has already',
    'postern otp import: line 6: t0 is only for codes by time',
    'postern otp import: nothing was imported',
  ]);
  assert.deepEqual(await factorsOf('bob'), before);
});

test('a file that is missing, empty or no text is refused in one line', async () => {
  const binary = join(cli.dataDirectory, 'binary.csv');
  writeFileSync(binary, Buffer.from([0xff, 0xfe, 0x61]));
  for (const [file, line] of [
    [
      '/nowhere/tokens.csv',
      /^postern otp import: \/nowhere\/tokens\.csv: there is no such file or directory\n$/,
    ],
    [binary, /^postern otp import: \S+binary\.csv is not UTF-8 text\n$/],
    ['-', /^postern otp import: there is no line to import\n$/],
  ] as const) {
    const { code, stdout, stderr } = await cli.run(['otp', 'import', file]);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, line);
  }
});

test('people without a second factor are listed apart; machines are not among them', async () => {
  await cli.json(['otp', 'reset', 'carol', '--open']);
  const listed = async () => {
    const { accounts } = await cli.json(['accounts', 'list', '--without-factor']);
    return (accounts as { username: string }[]).map(({ username }) => username);
  };
  assert.deepEqual(await listed(), ['carol']);
  await cli.json(['otp', 'enrol', 'carol']);
  assert.deepEqual(await listed(), []);
  const { stdout } = await cli.run(['accounts', 'list', '--without-factor']);
  assert.equal(stdout, 'Everybody has a second factor.\n');
});

test('a lost device leaves the password, and nothing else', async () => {
  const told = await cli.run(['accounts', 'lost-device', 'bob'], { answers: ['n'] });
  assert.equal(told.code, 1);
  assert.equal((await factorsOf('bob')).length, 2);
  const { id: _, ...ended } = await cli.json(['accounts', 'lost-device', 'bob', '--open', '--yes']);
  assert.deepEqual(ended, {
    username: 'bob',
    devices_ended: 0,
    factors: [],
    recovery_codes: 0,
    next_sign_in: 'password',
    ticket: null,
    expires_at: null,
  });
  assert.deepEqual(await cli.json(['otp', 'status', 'bob']), { factors: [], recovery_codes: 0 });
  assert.equal((await cli.json(['accounts', 'show', 'bob'])).password, 'given');
  const nobody = await cli.run(['accounts', 'lost-device', 'nobody']);
  assert.deepEqual(
    [nobody.code, nobody.stderr],
    [1, 'postern accounts lost-device: there is no account "nobody"\n'],
  );
});
