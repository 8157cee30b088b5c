// postern devices and config: what is connected, and what is set.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';
import { withCliParts } from '../../support/cli-parts.ts';

const cli = createCli();
after(cli.close);

const connect = (ids: readonly string[]): Promise<void> =>
  withCliParts(cli, async ({ accounts, devices }) => {
    const account = await accounts.findByName('alice');
    for (const id of ids) {
      const device = { accountId: account?.id ?? '', clientId: 'mail', name: `Mail \u001b[31m${id}` };
      const from = { address: '192.0.2.7', userAgent: 'Mail/1' };
      await devices.connect({ id, ...device, ...from, factor: id === 'one' ? 1 : 2 });
    }
    await devices.noteUse(ids[0] ?? '', '192.0.2.8');
  });

before(async () => {
  const stdin = 'a door beside the gate';
  await cli.json(['accounts', 'add', 'alice', '--password-stdin'], { stdin });
  await cli.json(['accounts', 'add', 'bob', '--password-stdin'], { stdin });
  await connect(['one', 'two', 'three']);
});

test('devices are listed with name, address and last use', async () => {
  const { devices } = await cli.json(['devices', 'list', 'alice']);
  const listed = devices as Record<string, unknown>[];
  assert.deepEqual(listed.map(({ id }) => id).sort(), ['one', 'three', 'two']);
  const used = listed.find(({ id }) => id === 'one') ?? {};
  const { created_at: createdAt, last_used_at: usedAt, ...rest } = used;
  assert.deepEqual(rest, {
    id: 'one',
    kind: 'program',
    client_id: 'mail',
    name: 'Mail \u001b[31mone',
    address: '192.0.2.7',
    user_agent: 'Mail/1',
    allowed_from: null,
    allowed_in: null,
    allowed_by_code: false,
    reads_mail: true,
    factor: 1,
    unverified: false,
    rotate_refresh_token: true,
    expires_at: null,
    last_address: '192.0.2.8',
    last_service: null,
    last_protocol: null,
  });
  assert.ok(Date.parse(String(createdAt)) <= Date.parse(String(usedAt)));
  const unused = listed.find(({ id }) => id === 'two') ?? {};
  assert.deepEqual([unused.last_used_at, unused.last_address], [null, null]);
});

test('a name made by a stranger does not steer the terminal', async () => {
  const { stdout } = await cli.run(['devices', 'list', 'alice']);
  assert.match(stdout, /^Mail \ufffd\[31mone {2,}/m);
  assert.equal(stdout.includes('\u001b'), false);
});

test('the report counts what is connected, and how much of it by the password alone', async () => {
  const { accounts } = await cli.json(['report', 'mfa']);
  const [alice] = accounts as Record<string, unknown>[];
  const listed = alice?.devices as Record<string, unknown>[];
  assert.deepEqual(listed.map(({ id, factor }) => `${id} ${factor}`).toSorted(), [
    'one 1',
    'three 2',
    'two 2',
  ]);
  assert.deepEqual([alice?.recovery_codes, alice?.trusted_browsers], [0, 0]);
  const { stdout } = await cli.run(['report', 'mfa']);
  assert.match(stdout, /^alice .* 3 \(1 by password alone\) {2,}0$/m);
  assert.match(stdout, /^bob .* 0$/m);
});

test('one device is ended, and only where it belongs', async () => {
  const foreign = await cli.run(['devices', 'end', 'bob', 'two']);
  assert.deepEqual([foreign.code, foreign.stderr], [1, 'postern devices end: bob has no device "two"\n']);
  assert.deepEqual(await cli.json(['devices', 'end', 'alice', 'two']), { ended: 1 });
  const again = await cli.run(['devices', 'end', 'alice', 'two']);
  assert.deepEqual([again.code, again.stderr], [1, 'postern devices end: alice has no device "two"\n']);
});

test('all devices are ended', async () => {
  assert.equal((await cli.run(['devices', 'end', 'alice', '--yes'])).stdout, '2 devices were ended.\n');
  assert.deepEqual(await cli.json(['devices', 'list', 'alice']), { devices: [] });
  assert.equal((await cli.run(['devices', 'list', 'alice'])).stdout, 'Nothing is connected to alice.\n');
});

test('a lost device takes every connected one along', async () => {
  await connect(['five', 'six']);
  assert.equal((await cli.json(['accounts', 'lost-device', 'alice'])).devices_ended, 2);
  assert.deepEqual(await cli.json(['devices', 'list', 'alice']), { devices: [] });
});

for (const command of ['list', 'end']) {
  test(`devices ${command} of nobody is refused`, async () => {
    const { code, stderr } = await cli.run(['devices', command, 'nobody']);
    assert.deepEqual([code, stderr], [1, `postern devices ${command}: there is no account "nobody"\n`]);
  });
}

const key = Buffer.alloc(32, 9).toString('base64');

test('config prints every setting and no secret', async () => {
  const env = {
    POSTERN_MASTER_KEY: key,
    POSTERN_STORE: 'mongodb://ada:hunter2@db.example.org/postern',
    POSTERN_SESSION_IDLE: '30m',
  };
  const settings = await cli.json(['config'], { env });
  assert.equal(settings.POSTERN_STORE, 'mongodb://***@db.example.org/postern');
  assert.equal(settings.POSTERN_MASTER_KEY, '***');
  assert.equal(settings.POSTERN_SESSION_IDLE, '30m');
  assert.equal(settings.POSTERN_TLS_CERT, null);
  const { stdout } = await cli.run(['config'], { env });
  assert.match(stdout, /^POSTERN_TLS_CERT {2,}–$/m);
  assert.doesNotMatch(stdout + JSON.stringify(settings), /hunter2|ada/);
  assert.equal(stdout.includes(key), false);
});
