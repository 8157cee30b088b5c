// What is read: passwords from stdin to the last byte, answers from a person at a terminal.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';
import { withCliParts } from '../../support/cli-parts.ts';

const cli = createCli();
after(cli.close);

/** Whether the account's password is this one. */
const hasPassword = (name: string, password: string): Promise<boolean> =>
  withCliParts(cli, async ({ accounts }) => {
    const { outcome } = await accounts.verifyPassword(name, password, { address: '192.0.2.1' });
    return outcome === 'right';
  });

const inputs: readonly [name: string, stdin: string, password: string][] = [
  ['as-it-is', 'four wide open doors', 'four wide open doors'],
  ['unix', 'four wide open doors\n', 'four wide open doors'],
  ['dos', 'four wide open doors\r\n', 'four wide open doors'],
  ['two-breaks', 'four wide open doors\n\n', 'four wide open doors\n'],
  ['spaces', '  four wide open doors \n', '  four wide open doors '],
  ['marked', '\ufefffour wide open doors', '\ufefffour wide open doors'],
];

for (const [name, stdin, password] of inputs) {
  test(`of ${JSON.stringify(stdin)} one line break is lost and nothing else`, async () => {
    assert.equal((await cli.run(['accounts', 'add', name, '--password-stdin'], { stdin })).code, 0);
    assert.equal(await hasPassword(name, password), true);
    assert.equal(await hasPassword(name, `${password}\n`), false);
  });
}

test('stdin that is not UTF-8 is refused', async () => {
  const stdin = Buffer.from('four wide open doors\xff', 'latin1');
  const { code, stderr } = await cli.run(['accounts', 'add', 'bytes', '--password-stdin'], { stdin });
  assert.deepEqual([code, stderr], [1, 'postern accounts add: standard input is not UTF-8 text\n']);
});

test('at a terminal the password is asked twice, unseen', async () => {
  const answers = ['seven quiet doors', 'seven quiet doors'];
  const { code, stdout, stderr } = await cli.run(['accounts', 'add', 'tess'], { answers });
  assert.deepEqual(
    { code, stdout, stderr },
    {
      code: 0,
      stdout: 'tess was added.\n',
      stderr: 'New password: \nOnce more: \n',
    },
  );
  assert.equal(await hasPassword('tess', 'seven quiet doors'), true);
});

test('two passwords that differ add nobody', async () => {
  const answers = ['seven quiet doors', 'seven quite doors'];
  const { code, stderr } = await cli.run(['accounts', 'add', 'typo'], { answers });
  assert.equal(code, 1);
  assert.match(stderr, /\npostern accounts add: the two passwords are not the same\n$/);
  assert.equal((await cli.run(['accounts', 'show', 'typo'])).code, 1);
});

test('whoever leaves at a question changes nothing', async () => {
  const { code, stderr } = await cli.run(['accounts', 'add', 'gone'], { answers: ['^C'] });
  assert.deepEqual([code, stderr], [1, 'New password: \npostern accounts add: nothing was changed\n']);
});

test('a destructive command asks at a terminal, and only "yes" is yes', async () => {
  for (const answer of ['', 'n', 'no', 'maybe', 'yesterday']) {
    const { code, stderr } = await cli.run(['accounts', 'delete', 'tess'], { answers: [answer] });
    assert.equal(code, 1, answer);
    assert.match(
      stderr,
      /Delete tess for good\? \[y\/N\] [\s\S]*\npostern accounts delete: nothing was changed\n$/,
    );
  }
  assert.equal((await cli.run(['accounts', 'show', 'tess'])).code, 0);
  const { code, stdout } = await cli.run(['accounts', 'delete', 'tess'], { answers: ['y'] });
  assert.deepEqual([code, stdout], [0, 'tess was deleted.\n']);
});

test('--yes answers before the question', async () => {
  const { code, stderr } = await cli.run(['accounts', 'delete', 'dos', '--yes'], { answers: [] });
  assert.deepEqual([code, stderr], [0, '']);
});

test('without a terminal nobody is asked', async () => {
  const { code, stderr } = await cli.run(['accounts', 'delete', 'unix']);
  assert.deepEqual([code, stderr], [0, '']);
});
