// Which commands have open mail connections closed: those that end what opened them. A rule for many says that they go on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { StoredDocument } from '../../../src/store/store.ts';
import { createCli } from '../../support/cli-in-process.ts';
import { withCliParts } from '../../support/cli-parts.ts';

const cli = createCli();
after(cli.close);
const password = 'a door beside the gate';
const kickUrl = 'http://:key@127.0.0.1:9/doveadm/v1';
const otpauth = 'otpauth://totp/app?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const goesOn = /^Open mail connections go on until they end/m;

/** Whose connections are to be closed by now; forgets them. */
const takeKicks = (): Promise<readonly string[]> =>
  withCliParts(cli, async ({ store }) => {
    const kicks = store.collection<StoredDocument & { readonly user: string }>('kicks');
    const { documents } = await kicks.page({ key: 'turn', limit: 100 });
    await Promise.all(documents.map(({ id }) => kicks.remove(id)));
    return [...new Set(documents.map(({ user }) => user))].sort();
  });

const connect = (id: string, username: string, clientId: string): Promise<void> =>
  withCliParts(cli, async ({ accounts, devices }) => {
    const accountId = (await accounts.findByName(username))?.id ?? assert.fail();
    const from = { address: '192.0.2.7', userAgent: 'Mail/1' };
    await devices.connect({ id, accountId, clientId, name: 'Mail', factor: 1, ...from });
  });

before(async () => {
  for (const name of ['alice', 'bob', 'carol']) {
    await cli.json(['accounts', 'add', name, '--password-stdin'], { stdin: password });
  }
  await cli.json(['clients', 'add', '--preset', 'native', '--id', 'mail']);
});

test('without a mail service nothing is said of connections', async () => {
  const { code, stderr } = await cli.run(['rules', 'add', 'deny', '--group', 'guests']);
  assert.deepEqual([code, stderr], [0, '']);
  await cli.json(['services', 'add', 'imap', '--kick-url', kickUrl]);
});

test('what ends the access of one account closes its connections', async () => {
  for (const [words, stdin] of [
    [['accounts', 'set-password', 'alice', '--password-stdin'], 'another lamp at dusk'],
    [['accounts', 'require-factor', 'alice', '2']],
    [['otp', 'add', 'alice', otpauth]],
    [['otp', 'reset', 'alice', '--open', '--yes']],
    [['otp', 'enrol', 'alice']],
    [['rules', 'add', 'deny', '--user', 'alice']],
    [['accounts', 'disable', 'alice', '--yes']],
  ] as const) {
    const { code, stderr } = await cli.run(words, stdin === undefined ? {} : { stdin });
    assert.deepEqual([code, stderr], [0, ''], words.join(' '));
    assert.deepEqual(await takeKicks(), ['alice'], words.join(' '));
  }
  await cli.run(['accounts', 'require-factor', 'bob', '1']);
  await cli.run(['rules', 'add', '1', '--user', 'bob']);
  assert.deepEqual(await takeKicks(), [], 'nothing more is asked');
});

test('other addresses close the connections of whoever mail servers know by another name then', async () => {
  const env = { POSTERN_MAIL_LOGIN: 'email', POSTERN_MAIL_DOMAINS: 'example.test' };
  const set = async (...words: readonly string[]) =>
    assert.equal((await cli.run(['accounts', 'set-emails', 'bob', ...words], { env })).code, 0);
  await set('--email', 'bob@example.test');
  assert.deepEqual(await takeKicks(), ['bob']);
  await set('--email', 'bob@example.test', '--email', 'bob@home.test');
  await set('--recovery-email', 'bob@elsewhere.test');
  assert.deepEqual(await takeKicks(), [], 'the name is as it was');
  await set('--email', 'robert@example.test');
  assert.deepEqual(await takeKicks(), ['bob@example.test'], 'under the name that is no more');
});

test('factors from a file close the connections of those who had none', async () => {
  const { code } = await cli.run(['otp', 'import', '-'], { stdin: `carol,${otpauth}\n` });
  assert.equal(code, 0);
  assert.deepEqual(await takeKicks(), ['carol']);
});

test('a client that is deleted is disconnected, from everybody who had it and from nobody else', async () => {
  await connect('one', 'bob', 'mail');
  await connect('two', 'carol', 'mail');
  await connect('three', 'alice', 'other');
  assert.equal((await cli.run(['clients', 'delete', 'mail', '--yes'])).code, 0);
  assert.deepEqual(await takeKicks(), ['bob', 'carol']);
});

test('a rule or policy for many says that what is open goes on', async () => {
  for (const words of [
    ['rules', 'add', 'deny', '--group', 'guests'],
    ['rules', 'add', '2', '--network', '192.0.2.0/24'],
    ['mfa', 'required'],
  ]) {
    const { code, stderr } = await cli.run(words);
    assert.equal(code, 0, stderr);
    assert.match(stderr, goesOn, words.join(' '));
  }
  for (const words of [['mfa', 'required', '--from', '2999-01-01'], ['mfa'], ['mfa', 'optional']]) {
    assert.equal((await cli.run(words)).stderr, '', words.join(' '));
  }
  assert.deepEqual(await takeKicks(), []);
});
