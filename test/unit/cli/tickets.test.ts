// Tickets on the command line: left by a reset, given again, and who gets none; and what is asked of one account.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

const form = /^([0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}-){4}[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}$/;
const hours72 = 72 * 60 * 60 * 1000;

before(async () => {
  for (const name of ['alice', 'bob']) {
    await cli.json(['accounts', 'add', name, '--password-stdin'], { stdin: 'a door beside the gate' });
  }
  await cli.json(['accounts', 'add', 'team', '--kind', 'shared']);
});
beforeEach(async () => {
  await cli.json(['otp', 'reset', 'alice', '--open']);
  await cli.json(['otp', 'enrol', 'alice']);
});

for (const [command, rest] of [
  [['otp', 'reset'], { reset: true, factors: [], recovery_codes: 0 }],
  [['accounts', 'lost-device'], { username: 'alice', devices_ended: 0, factors: [], recovery_codes: 0 }],
] as const) {
  test(`${command.join(' ')} answers a ticket that is good for three days, and stores none`, async () => {
    const answer = await cli.json([...command, 'alice']);
    const { ticket, expires_at: expiresAt, id, next_sign_in: next, ...others } = answer;
    assert.equal(next, 'password');
    assert.match(String(ticket), form);
    assert.ok(Math.abs(Date.parse(String(expiresAt)) - Date.now() - hours72) < 60_000);
    assert.deepEqual(others, rest);
    assert.equal(id === undefined, command[0] === 'otp');
    for (const file of ['postern.db', 'postern.db-wal']) {
      assert.ok(!dump(file).includes(String(ticket)), `${file} has it`);
      assert.ok(!dump(file).includes(String(ticket).replaceAll('-', '')), `${file} has its letters`);
    }
  });

  test(`${command.join(' ')} shows people the ticket on a line of its own, once`, async () => {
    const { stdout } = await cli.run([...command, 'alice']);
    const lines = stdout.split('\n');
    assert.match(
      lines[2] ?? '',
      /^The next authenticator app of alice is set up with this ticket, once, until \d+ \w+ \d{4}, \d\d:\d\d UTC\.$/,
    );
    assert.match(lines[5] ?? '', new RegExp(`^  ${form.source.slice(1)}`));
  });

  test(`${command.join(' ')} says that the password alone signs in only where that is so`, async () => {
    const firstLine = async (...words: readonly string[]) =>
      (await cli.run([...command, 'alice', ...words])).stdout.split('\n')[0];
    assert.match((await firstLine('--open')) ?? '', /The password alone signs in now\.$/);
    await cli.json(['mfa', 'required']);
    assert.match(
      (await firstLine()) ?? '',
      /The next sign-in asks for the password and a ticket, and then sets/,
    );
    assert.match(
      (await firstLine('--open')) ?? '',
      /The next sign-in asks for the password, and then sets up/,
    );
    assert.equal((await cli.json([...command, 'alice', '--open'])).next_sign_in, 'set-up');
    await cli.json(['mfa', 'optional']);
  });

  test(`${command.join(' ')} --open leaves none`, async () => {
    const { ticket, expires_at: expiresAt } = await cli.json([...command, 'alice', '--open']);
    assert.deepEqual([ticket, expiresAt], [null, null]);
    const { stdout } = await cli.run([...command, 'alice', '--open']);
    assert.doesNotMatch(stdout, /ticket/);
    assert.equal(stdout.trimEnd().split('\n').length, 1);
  });

  test(`${command.join(' ')} gives a team mailbox none`, async () => {
    assert.equal((await cli.json([...command, 'team'])).ticket, null);
  });
}

function dump(file: string): string {
  try {
    return readFileSync(join(cli.dataDirectory, file), 'latin1');
  } catch {
    return '';
  }
}

test('another ticket is another one, for whoever has no second factor', async () => {
  const first = await cli.json(['otp', 'ticket', 'bob']);
  const second = await cli.json(['otp', 'ticket', 'bob']);
  assert.deepEqual(Object.keys(first), ['ticket', 'expires_at']);
  assert.match(String(first.ticket), form);
  assert.notEqual(first.ticket, second.ticket);
  const { stdout } = await cli.run(['otp', 'ticket', 'bob']);
  assert.match(stdout, /^The next authenticator app of bob .*\n.*\n\n {2}\S{24}\n$/);
});

const refusals: readonly (readonly [words: readonly string[], code: number, line: RegExp])[] = [
  [['otp', 'ticket', 'alice'], 1, /the account has a second factor: .* postern otp reset$/],
  [['otp', 'ticket', 'team'], 1, /only accounts of people have a second factor$/],
  [['otp', 'ticket', 'nobody'], 1, /there is no account "nobody"$/],
  [['otp', 'ticket'], 2, /USER is missing/],
  [['accounts', 'lost-device', 'nobody'], 1, /there is no account "nobody"$/],
  [['accounts', 'require-factor', 'nobody', '2'], 1, /there is no account "nobody"$/],
  [['accounts', 'require-factor', 'bob'], 2, /1\|2\|none is missing/],
  [['accounts', 'require-factor', 'bob', '3'], 2, /must be one of 1, 2, none/],
  [['accounts', 'require-factor', 'bob', 'toString'], 2, /must be one of 1, 2, none/],
  [['accounts', 'add', 'x', '--require-factor', 'none'], 2, /--require-factor must be one of 1, 2/],
];
for (const [words, code, line] of refusals) {
  test(`postern ${words.join(' ')} is ${code === 2 ? 'not understood' : 'refused'} in one line`, async () => {
    const result = await cli.run(words);
    assert.equal(result.code, code);
    assert.match(result.stderr.split(' (see ')[0]?.trimEnd() ?? '', line);
    assert.equal(result.stdout, '');
    assert.equal(result.stderr.trimEnd().split('\n').length, 1);
  });
}

test('one account can be asked for more than the others, and no more again', async () => {
  const reasons = async () => (await cli.json(['rules', 'explain', 'bob'])).reasons;
  for (const [word, asked, told] of [
    ['2', 2, 'A second step is asked of bob.\n'],
    ['1', 1, 'The password is enough for bob.\n'],
    ['none', null, 'Nothing of its own is asked of bob.\n'],
  ] as const) {
    assert.equal((await cli.json(['accounts', 'require-factor', 'bob', word])).required_factor, asked);
    assert.equal((await cli.run(['accounts', 'require-factor', 'bob', word])).stdout, told);
    assert.deepEqual(await reasons(), asked === null ? [] : [{ by: 'account', factor: asked, rule: null }]);
  }
});

test('a new account can be asked for a second step from its first moment', async () => {
  const words = ['accounts', 'add', 'carol', '--require-factor', '2', '--password-stdin'];
  const added = await cli.json(words, { stdin: 'a door beside the gate' });
  assert.equal(added.required_factor, 2);
  assert.equal((await cli.json(['rules', 'explain', 'carol'])).factor, 2);
  assert.match((await cli.run(['accounts', 'show', 'carol'])).stdout, /^Asked for +a second step$/m);
});

test('rules may name the account pages, which are in no list of clients', async () => {
  const rule = await cli.json(['rules', 'add', '2', '--client', 'postern-account']);
  const explained = await cli.json(['rules', 'explain', 'bob', '--client', 'postern-account']);
  assert.deepEqual(explained.reasons, [{ by: 'rule', factor: 2, rule: rule.id }]);
  assert.equal(explained.factor, 2);
  await cli.json(['rules', 'remove', String(rule.id), '--yes']);
});
