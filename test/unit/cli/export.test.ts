// postern export: what leaves the store, under which seal, and that nothing leaves by mistake.

import assert from 'node:assert/strict';
import { createDecipheriv, scryptSync } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

const password = 'a door beside the gate';
const passphrase = 'nine blue dörs ajar';
let made: Readonly<Record<string, unknown>>;

before(async () => {
  const alice = ['accounts', 'add', 'alice', '--email', 'alice@example.test', '--group', 'staff'];
  await cli.json([...alice, '--require-factor', '2', '--password-stdin'], { stdin: password });
  await cli.json(['accounts', 'add', 'bob', '--locale', 'de', '--password-stdin'], { stdin: password });
  await cli.json(['accounts', 'add', 'printer', '--kind', 'device']);
  made = await cli.json(['otp', 'enrol', 'alice', '--name', 'Phone']);
  await cli.json(['otp', 'ticket', 'bob']);
});

/** From the description in `sealed-export.ts` alone, as another program would. */
function unseal(sealed: Readonly<Record<string, unknown>>, words: string): Record<string, unknown> {
  const { kdf, cipher, data } = sealed as Record<'kdf' | 'cipher', Record<string, string>> & { data: string };
  const { n, r, p } = kdf as unknown as Record<'n' | 'r' | 'p', number>;
  const salt = Buffer.from(kdf.salt ?? '', 'base64');
  const key = scryptSync(words.normalize('NFC'), salt, 32, { N: n, r, p, maxmem: 2 ** 29 });
  const all = Buffer.from(data, 'base64');
  const opener = createDecipheriv('aes-256-gcm', key, Buffer.from(cipher.nonce ?? '', 'base64'));
  opener.setAAD(Buffer.from('postern-sealed 1')).setAuthTag(all.subarray(-16));
  return JSON.parse(Buffer.concat([opener.update(all.subarray(0, -16)), opener.final()]).toString());
}

test('in clear it is everything that lets a person in, and no ticket', async () => {
  const { created_at: createdAt, ...exported } = await cli.json(['export', '--clear']);
  assert.ok(Math.abs(Date.parse(String(createdAt)) - Date.now()) < 60_000);
  const { accounts, ...head } = exported as { accounts: Record<string, unknown>[] };
  assert.deepEqual(head, { format: 'postern-accounts', version: 1, issuer: 'http://localhost:3000' });
  assert.deepEqual(
    accounts.map(({ username }) => username),
    ['alice', 'bob', 'printer'],
  );
  const [alice = {}, bob = {}, printer = {}] = accounts;
  const [factor = {}] = alice.factors as Record<string, unknown>[];
  assert.deepEqual(
    [factor.url, factor.id, factor.label, factor.state],
    [made.url, made.id, 'Phone', 'active'],
  );
  assert.match((alice.password as { hash: string }).hash, /^\$argon2id\$/);
  const codes = alice.recovery_codes as { id: string; hash: string; used_at: unknown }[];
  assert.deepEqual(
    codes.map(({ id }) => id).toSorted(),
    (made.recovery_codes as string[]).map((code) => code.split('-')[0]).toSorted(),
  );
  assert.ok(codes.every(({ hash, used_at: usedAt }) => /^\$argon2id\$/.test(hash) && usedAt === null));
  assert.deepEqual([alice.required_factor, alice.groups, bob.locale], [2, ['staff'], 'de']);
  assert.deepEqual([printer.password, printer.factors, printer.kind], [null, [], 'device']);
  assert.doesNotMatch(JSON.stringify(bob), /ticket|trusted/);
});

test('some accounts only, named like everywhere', async () => {
  const { accounts } = await cli.json(['export', 'bob', 'alice@example.test', '--clear']);
  assert.deepEqual(
    (accounts as { username: string }[]).map(({ username }) => username),
    ['bob', 'alice'],
  );
  const { code, stdout, stderr } = await cli.run(['export', 'bob', 'nobody', '--clear']);
  assert.deepEqual([code, stdout], [1, '']);
  assert.equal(stderr, 'postern export: there is no account "nobody"\n');
});

test('under a passphrase nothing can be read, and the passphrase alone opens it', async () => {
  const { stdout, stderr } = await cli.run(['export', '--passphrase-stdin'], { stdin: `${passphrase}\n` });
  assert.equal(stderr, '');
  for (const readable of ['alice', 'argon2', 'otpauth', 'staff']) {
    assert.ok(!stdout.includes(readable), readable);
  }
  const sealed = JSON.parse(stdout);
  assert.deepEqual([sealed.format, sealed.version], ['postern-sealed', 1]);
  const clear = await cli.json(['export', '--clear']);
  assert.deepEqual(unseal(sealed, passphrase.normalize('NFD')).accounts, clear.accounts);
  assert.throws(() => unseal(sealed, `${passphrase} `));
  const changed = Buffer.from(sealed.data, 'base64');
  changed[20] = (changed[20] ?? 0) ^ 1;
  assert.throws(() => unseal({ ...sealed, data: changed.toString('base64') }, passphrase));
});

test('two exports under one passphrase have nothing in common', async () => {
  const words = ['export', '--passphrase-stdin'];
  const [one, two] = [
    await cli.json(words, { stdin: passphrase }),
    await cli.json(words, { stdin: passphrase }),
  ];
  assert.notDeepEqual(one.kdf, two.kdf);
  assert.notDeepEqual(one.cipher, two.cipher);
  assert.notEqual(String(one.data).slice(0, 40), String(two.data).slice(0, 40));
});

test('a person is asked for the passphrase twice, unseen', async () => {
  const { code, stdout, stderr } = await cli.run(['export'], { answers: [passphrase, passphrase] });
  assert.equal(code, 0, stderr);
  assert.equal((unseal(JSON.parse(stdout), passphrase).accounts as unknown[]).length, 3);
  assert.ok(!stderr.includes(passphrase));
  const other = await cli.run(['export'], { answers: [passphrase, 'nine blue doors shut'] });
  assert.deepEqual([other.code, other.stdout], [1, '']);
  assert.match(other.stderr, /the two passphrases are not the same\n$/);
});

const refusals: readonly (readonly [words: readonly string[], stdin: string, code: number, line: RegExp])[] =
  [
    [[], '', 2, /--passphrase-stdin or --clear is missing/],
    [['--clear', '--passphrase-stdin'], passphrase, 2, /exclude each other/],
    [['--passphrase-stdin'], '', 1, /at least 12 characters/],
    [['--passphrase-stdin'], 'eleven char', 1, /at least 12 characters/],
  ];
for (const [words, stdin, code, line] of refusals) {
  test(`export ${words.join(' ')} with "${stdin}" writes nothing`, async () => {
    const out = join(cli.dataDirectory, 'refused.json');
    const result = await cli.run(['export', ...words, '--out', out], { stdin });
    assert.deepEqual([result.code, result.stdout, existsSync(out)], [code, '', false]);
    assert.match(result.stderr, line);
  });
}

test('a file is for its writer alone, and never written over', async () => {
  const out = join(cli.dataDirectory, 'accounts.json');
  const { stdout } = await cli.run(['export', '--clear', '--out', out]);
  assert.equal(stdout, `3 accounts were written to ${out}.\n`);
  assert.equal(statSync(out).mode & 0o777, 0o600);
  const content = readFileSync(out, 'utf8');
  assert.equal(JSON.parse(content).accounts.length, 3);
  const again = await cli.run(['export', 'bob', '--clear', '--out', out]);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /^postern export: \S+accounts\.json: it is there already\n$/);
  assert.equal(readFileSync(out, 'utf8'), content);
});
