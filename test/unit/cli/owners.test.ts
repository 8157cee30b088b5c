// Owners of shared mailboxes at the command line: shown by name, replaced, and named when something of theirs ends.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

before(async () => {
  for (const name of ['carl', 'dora']) {
    await cli.json(['accounts', 'add', name, '--password-stdin'], { stdin: 'a door beside the gate' });
  }
  await cli.json(['accounts', 'add', 'team', '--kind', 'shared', '--owner', 'carl', '--owner', 'dora']);
});

const show = async () => (await cli.run(['accounts', 'show', 'team'])).stdout;

test('owners are shown by their user names, and a deleted one as such', async () => {
  assert.match(await show(), /Owners +carl, dora\n/);
  await cli.json(['accounts', 'delete', 'dora', '--yes']);
  assert.match(await show(), /Owners +carl, deleted account\n/);
});

test('owners are replaced, and taken away with --yes', async () => {
  const set = await cli.run(['accounts', 'set-owners', 'team', '--owner', 'carl']);
  assert.deepEqual([set.code, set.stdout.trim()], [0, 'Owners of team: carl.']);
  const refused = await cli.run(['accounts', 'set-owners', 'team']);
  assert.notEqual(refused.code, 0);
  const person = await cli.run(['accounts', 'set-owners', 'carl', '--owner', 'carl', '--yes']);
  assert.equal(person.code, 1);
  assert.match(person.stderr, /owner is only for a shared mailbox or a machine/);
  const none = await cli.json(['accounts', 'set-owners', 'team', '--yes']);
  assert.deepEqual(none.owners, []);
  assert.doesNotMatch(await show(), /Owners/);
});

test('nobody who cannot sign in is made an administrator', async () => {
  const refused = await cli.run(['accounts', 'add', 'desk', '--kind', 'shared', '--role', 'admin']);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /role .*only for accounts of people/);
});

test('disable and enable say what becomes of app passwords', async () => {
  const say = async (...words: readonly string[]) =>
    (await cli.run(['accounts', ...words, '--yes'])).stdout.trim();
  const add = (...words: readonly string[]) => cli.json(['app-passwords', 'add', ...words]);
  assert.equal(await say('disable', 'team'), 'team was disabled. Nothing of it works until it is enabled.');
  assert.equal((await cli.run(['accounts', 'enable', 'team'])).stdout.trim(), 'team was enabled.');
  await add('team', '--name', 'Desk');
  await add('carl', '--name', 'Phone');
  await add('carl', '--name', 'Tablet');
  assert.equal(
    await say('disable', 'team'),
    'team was disabled. Nothing of it works until it is enabled; then its app passwords do again.',
  );
  assert.equal(
    (await cli.run(['accounts', 'enable', 'team'])).stdout.trim(),
    'team was enabled. Its app password works again.',
  );
  await say('disable', 'carl');
  assert.equal(
    (await cli.run(['accounts', 'enable', 'carl'])).stdout.trim(),
    'carl was enabled. Its 2 app passwords work again. Browsers and programs sign in anew.',
  );
});

test('lost-device of a shared mailbox speaks of what it has', async () => {
  const lost = await cli.run(['accounts', 'lost-device', 'team', '--yes']);
  assert.equal(lost.stdout.trim(), 'App passwords of team ended.');
});
