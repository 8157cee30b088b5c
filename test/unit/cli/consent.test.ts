// What wants a spoken yes also where there is no terminal: the last super administrator, a rule for everyone, no owners at all.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

const none = 'There is no super administrator any more: postern setup prints a link that makes one.';
const add = (name: string) =>
  cli.json(['accounts', 'add', name, '--role', 'superadmin', '--password-stdin'], {
    stdin: 'a door beside the gate',
  });

test('the last super administrator goes only with --yes, and what is left to do is said', async () => {
  await add('root');
  for (const [verb, asked] of [
    ['delete', 'Delete root for good?'],
    ['disable', 'Disable root? Sessions, devices and tokens end; its app passwords pause.'],
  ] as const) {
    const refused = await cli.run(['accounts', verb, 'root']);
    assert.deepEqual(
      [refused.code, refused.stdout, refused.stderr],
      [
        2,
        '',
        `postern accounts ${verb}: --yes is missing, and there is no terminal to ask on: root is the last super administrator. ${asked}\n`,
      ],
    );
  }
  const kept = await cli.run(['accounts', 'delete', 'root'], { answers: ['n'] });
  assert.match(kept.stderr, /root is the last super administrator\. Delete root for good\? \[y\/N\]/);
  assert.equal((await cli.json(['accounts', 'show', 'root'])).status, 'active');

  const disabled = await cli.run(['accounts', 'disable', 'root', '--yes']);
  assert.equal(disabled.code, 0);
  assert.match(
    disabled.stdout,
    /\. No super administrator can sign in now: postern accounts enable root, or postern accounts add NAME --role superadmin\.\n$/,
  );
  await cli.json(['accounts', 'enable', 'root']);
  const deleted = await cli.run(['accounts', 'delete', 'root'], { answers: ['y'] });
  assert.deepEqual([deleted.code, deleted.stdout], [0, `root was deleted. ${none}\n`]);
  assert.match((await cli.run(['setup'])).stdout, /\/setup\?token=/);
});

test('with --json it is said on standard error', async () => {
  await add('only');
  const { code, stderr, json } = await cli.run(['accounts', 'delete', 'only', '--yes', '--json']);
  assert.deepEqual([code, stderr, json().status], [0, `${none}\n`, 'deleted']);
});

test('one of two goes without a word', async () => {
  await add('first');
  await add('second');
  const { code, stdout, stderr } = await cli.run(['accounts', 'delete', 'first']);
  assert.deepEqual([code, stdout, stderr], [0, 'first was deleted.\n', '']);
});

test('a rule for everyone and an account without owners want --yes as well; other commands do as they are told', async () => {
  await cli.json(['accounts', 'add', 'team', '--kind', 'shared']);
  for (const words of [
    ['rules', 'add', 'deny'],
    ['accounts', 'set-owners', 'team'],
  ]) {
    const { code, stderr } = await cli.run(words);
    assert.equal(code, 2, words.join(' '));
    assert.match(stderr, /: --yes is missing, and there is no terminal to ask on: /);
    assert.equal((await cli.run([...words, '--yes'])).code, 0);
  }
  assert.equal((await cli.run(['devices', 'end', 'second'])).code, 0);
});

test('a group that nobody is in is named when a rule is made for it', async () => {
  await cli.json(['accounts', 'add', 'alice', '--group', 'staff', '--password-stdin'], {
    stdin: 'a door beside the gate',
  });
  const { stdout } = await cli.run(['rules', 'add', '2', '--group', 'staff', '--group', 'nix']);
  assert.match(stdout, /\. Nobody is in the group nix now\.\n$/);
  assert.doesNotMatch(stdout, /in the group staff now/);
});
