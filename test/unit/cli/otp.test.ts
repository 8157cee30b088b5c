// postern otp: factors made, added, listed and taken away; their secrets shown once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

/** RFC 6238 appendix B: the ASCII text `12345678901234567890`. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const url = `otpauth://totp/Old:alice?secret=${secret}&issuer=Old`;

before(async () => {
  const stdin = 'a door beside the gate';
  for (const name of ['alice', 'bob', 'carol']) {
    await cli.json(['accounts', 'add', name, '--password-stdin'], { stdin });
  }
  await cli.json(['accounts', 'add', 'printer', '--kind', 'device']);
});

test('who has no factor is told how to get one', async () => {
  assert.deepEqual(await cli.json(['otp', 'status', 'alice']), { factors: [], recovery_codes: 0 });
  const { stdout } = await cli.run(['otp', 'status', 'alice']);
  assert.equal(stdout, 'No second factor. Make one: postern otp enrol alice\n');
});

test('an enrolment answers id, URL and recovery codes', async () => {
  const words = [
    'otp',
    'enrol',
    'alice',
    '--type',
    'totp',
    '--algorithm',
    'SHA256',
    '--digits',
    '8',
    '--period',
    '60',
  ];
  const made = await cli.json(words);
  assert.deepEqual(Object.keys(made), ['id', 'url', 'recovery_codes']);
  const { host, pathname, searchParams } = new URL(String(made.url));
  assert.deepEqual([host, pathname], ['totp', '/Postern:alice']);
  assert.equal(
    `${searchParams.get('algorithm')} ${searchParams.get('digits')} ${searchParams.get('period')}`,
    'SHA256 8 60',
  );
  const codes = made.recovery_codes as string[];
  assert.equal(new Set(codes).size, 10);
  assert.ok(
    codes.every((code) => /^[0-9a-z]{4}(-[0-9a-z]{4})+$/.test(code)),
    codes.join(' '),
  );
});

test('the status tells everything but secrets', async () => {
  const { factors, recovery_codes: left } = await cli.json(['otp', 'status', 'alice']);
  const [factor] = factors as Record<string, unknown>[];
  const { id, created_at: createdAt, ...rest } = factor ?? {};
  assert.match(String(id), /^[\w-]{16}$/);
  assert.ok(Math.abs(Date.parse(String(createdAt)) - Date.now()) < 60_000);
  assert.deepEqual(rest, {
    kind: 'totp',
    state: 'active',
    confirmed: false,
    label: 'Authenticator app',
    algorithm: 'SHA256',
    digits: 8,
    period: 60,
    t0: 0,
    set_by: 'admin',
  });
  assert.equal(left, 10);
  const { factors: count, recovery_codes: codes } = await cli.json(['accounts', 'show', 'alice']);
  assert.deepEqual([count, codes], [1, 10]);
  const { stdout } = await cli.run(['otp', 'status', 'alice']);
  assert.match(
    stdout,
    /^LABEL {2,}CODES.*\nAuthenticator app {2}SHA256, 8 digits, 60 s {2}active, never used {2}.*\n\n10 unused recovery codes\n$/,
  );
});

test('for people the factor is a QR code, a secret to type, an address and recovery codes', async () => {
  const { code, stdout, stderr } = await cli.run(['otp', 'enrol', 'bob']);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const [, shownUrl = ''] = /^or open the address: (otpauth:\S+)$/m.exec(stdout) ?? [];
  const shown = new URL(shownUrl).searchParams.get('secret') ?? '';
  assert.ok(stdout.includes(`or type the secret:  ${shown.match(/.{4}/g)?.join(' ')}\n`));
  assert.match(stdout, /█▀▀▀▀▀█/);
  assert.equal(stdout.match(/^ {2}[0-9a-z]{4}(-[0-9a-z]{4})+$/gm)?.length, 10);
  const second = await cli.run(['otp', 'enrol', 'bob']);
  assert.match(second.stdout, /\n\nThe recovery codes of before stay as they are\.\n$/);
});

test('a factor from elsewhere is added, unconfirmed without a code', async () => {
  const { id, ...rest } = await cli.json(['otp', 'add', 'carol', url]);
  assert.match(String(id), /^[\w-]{16}$/);
  assert.deepEqual(rest, { kind: 'totp', state: 'active', confirmed: false });
  const { stdout } = await cli.run(['otp', 'add', 'alice', url]);
  assert.equal(stdout, 'alice has a new second factor, unconfirmed until first used.\n');
});

test('a starting time goes with the factor', async () => {
  const words = ['otp', 'add', 'bob', `otpauth://totp/x?secret=${secret.toLowerCase()}`, '--t0', '1000'];
  await cli.json(words);
  const { factors } = await cli.json(['otp', 'status', 'bob']);
  assert.ok((factors as { t0: number }[]).some(({ t0 }) => t0 === 1000));
});

const refusals: readonly [words: readonly string[], line: string][] = [
  [['add', 'nobody', url], 'there is no account "nobody"'],
  [['add', 'carol', 'https://example.org'], 'the otpauth URL is refused: url must be an otpauth:// URL'],
  [
    ['add', 'carol', `otpauth://totp/x?secret=${secret}&digits=5&period=1`],
    'the otpauth URL is refused: digits must be 6 to 8; period must be 15 to 120',
  ],
  [['add', 'carol', url], 'the account has this very factor already'],
  [['add', 'printer', url], 'only accounts of people have a second factor'],
  [['add', 'carol', url, '--code', '000000'], 'the code does not fit this factor; nothing was changed'],
  [['enrol', 'nobody'], 'there is no account "nobody"'],
  [['enrol', 'printer'], 'only accounts of people have a second factor'],
  [['status', 'nobody'], 'there is no account "nobody"'],
  [['reset', 'nobody'], 'there is no account "nobody"'],
];

for (const [words, line] of refusals) {
  test(`otp ${words.join(' ')} is refused in one line, without the secret`, async () => {
    const { code, stdout, stderr } = await cli.run(['otp', ...words]);
    assert.deepEqual(
      { code, stdout, stderr },
      { code: 1, stdout: '', stderr: `postern otp ${words[0]}: ${line}\n` },
    );
  });
}

test('five factors are the most', async () => {
  for (let count = 1; count < 5; count += 1) {
    await cli.json(['otp', 'enrol', 'carol']);
  }
  const { code, stderr } = await cli.run(['otp', 'enrol', 'carol']);
  assert.deepEqual(
    [code, stderr],
    [1, 'postern otp enrol: the account has five second factors, which is the most\n'],
  );
});

test('a reset takes away factors and recovery codes', async () => {
  const { stdout } = await cli.run(['otp', 'reset', 'alice', '--open']);
  assert.equal(stdout, 'alice has no second factor any more. The password alone signs in now.\n');
  assert.deepEqual(await cli.json(['otp', 'status', 'alice']), { factors: [], recovery_codes: 0 });
});
