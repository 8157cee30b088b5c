// postern clients, services and recipe: who may ask for tokens and who may ask about them; secrets shown once.

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

test('a native client has no secret, and loopback redirects unless it names others', async () => {
  const client = await cli.json([
    'clients',
    'add',
    '--preset',
    'native',
    '--id',
    'mail',
    '--name',
    'My Mail',
  ]);
  assert.equal('client_secret' in client, false);
  assert.deepEqual([client.client_id, client.client_name, client.preset], ['mail', 'My Mail', 'native']);
  assert.equal(client.token_endpoint_auth_method, 'none');
  assert.ok((client.redirect_uris as string[]).includes('http://127.0.0.1'));
});

test('a mail program is added by its name, with what it needs', async () => {
  const add = (preset: string, ...more: string[]) =>
    cli.json(['clients', 'add', '--preset', preset, '--id', `by-${preset}`, ...more]);
  const aerc = await add('aerc');
  assert.deepEqual(
    [aerc.preset, aerc.rotate_refresh_token, aerc.require_pkce, aerc.token_endpoint_auth_method],
    ['aerc', false, true, 'none'],
  );
  const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
  assert.deepEqual(aerc.grant_types, ['authorization_code', 'refresh_token', deviceGrant]);
  const thunderbird = await add('thunderbird');
  assert.ok((thunderbird.redirect_uris as string[]).includes('https://localhost'));
  assert.deepEqual(thunderbird.grant_types, ['authorization_code', 'refresh_token']);
  const roundcube = await add('roundcube', '--redirect-uri', 'https://w.test/index.php/login/oauth');
  assert.deepEqual(
    [roundcube.token_endpoint_auth_method, roundcube.require_pkce],
    ['client_secret_post', false],
  );
  assert.match(String(roundcube.client_secret), /^[\w-]{43}$/);
  const { code, stderr } = await cli.run(['clients', 'add', '--preset', 'roundcube', '--id', 'x']);
  assert.deepEqual([code, stderr], [1, 'postern clients add: --redirect-uri is needed for a web client\n']);
  for (const { client_id: id } of [aerc, thunderbird, roundcube]) {
    await cli.run(['clients', 'delete', String(id), '--yes']);
  }
});

test('a client may differ from its preset', async () => {
  const words = ['clients', 'add', '--preset', 'native', '--id', 'own-way', '--no-pkce', '--device-flow'];
  const client = await cli.json([...words, '--grace', '300']);
  assert.deepEqual(
    [client.require_pkce, client.rotate_refresh_token, client.refresh_grace_seconds],
    [false, true, 300],
  );
  assert.equal((client.grant_types as string[]).length, 3);
  const { stdout } = await cli.run(['clients', 'show', 'own-way']);
  assert.match(stdout, /^PKCE +not needed$/m);
  assert.match(stdout, /^Device flow +yes$/m);
  await cli.run(['clients', 'delete', 'own-way', '--yes']);
  const fixed = await cli.json(['clients', 'add', '--preset', 'native', '--id', 'fixed', '--no-rotation']);
  assert.equal(fixed.rotate_refresh_token, false);
  assert.match(
    (await cli.run(['clients', 'show', 'fixed'])).stdout,
    /^Refresh token +stays the same; mail only$/m,
  );
  await cli.run(['clients', 'delete', 'fixed', '--yes']);
});

test('what makes no sense for a client is refused by name', async () => {
  const keys = join(cli.dataDirectory, 'no-keys.json');
  for (const [words, line] of [
    [['--grace', '301'], '--grace must be 0 to 300 seconds'],
    [['--grace', '9', '--no-rotation'], '--grace means nothing where refresh tokens are not rotated'],
    [['--jwks', keys], `the file "${keys}" cannot be read: ENOENT`],
  ] as const) {
    const { code, stderr } = await cli.run(['clients', 'add', '--preset', 'native', '--id', 'x', ...words]);
    assert.deepEqual([code, stderr], [1, `postern clients add: ${line}\n`]);
  }
  const { clients } = await cli.json(['clients', 'list']);
  assert.ok(!(clients as { client_id: string }[]).some(({ client_id: id }) => id === 'x'));
});

test('a web client is told its secret once', async () => {
  const words = ['clients', 'add', '--preset', 'web', '--id', 'webmail'];
  const uris = ['--redirect-uri', 'https://a.test/cb', '--redirect-uri', 'https://b.test/cb'];
  const logout = ['--post-logout-redirect-uri', 'https://a.test/bye'];
  const client = await cli.json([...words, ...uris, ...logout]);
  assert.match(String(client.client_secret), /^[\w-]{43}$/);
  assert.deepEqual(client.redirect_uris, ['https://a.test/cb', 'https://b.test/cb']);
  assert.deepEqual(client.post_logout_redirect_uris, ['https://a.test/bye']);
  const { client_secret: _, ...rest } = client;
  assert.deepEqual(await cli.json(['clients', 'show', 'webmail']), rest);
  const { clients } = await cli.json(['clients', 'list']);
  assert.deepEqual((clients as unknown[])[1], rest);
});

test('a web client may bring its own secret by stdin', async () => {
  const stdin = `${'s3cret'.repeat(6)}\n`;
  const words = [
    'clients',
    'add',
    '--preset',
    'web',
    '--id',
    'own',
    '--redirect-uri',
    'https://c.test/',
    '--secret-stdin',
  ];
  assert.equal((await cli.json(words, { stdin })).client_secret, stdin.trim());
  const { stdout } = await cli.run(['clients', 'show', 'own']);
  assert.match(stdout, /^Client id {7}own\nName {12}own\n/);
  assert.doesNotMatch(stdout, /s3cret/);
});

test('a mail service is told its secret, and shares the name space of clients', async () => {
  const service = await cli.json(['services', 'add', 'mx']);
  assert.deepEqual({ ...service, secret: '' }, { name: 'mx', client_id: 'mx', secret: '' });
  assert.match(String(service.secret), /^[\w-]{43}$/);
  const { services } = await cli.json(['services', 'list']);
  const { created_at: _, ...listed } = (services as Record<string, unknown>[])[0] ?? {};
  assert.deepEqual(listed, {
    name: 'mx',
    client_id: 'mx',
    concatenated: 'off',
    plain: 'no',
    domains: [],
    groups: [],
    protocols: [],
    has_kick_url: false,
  });
  assert.equal((await cli.run(['clients', 'show', 'mx'])).code, 1);
});

const native = ['clients', 'add', '--preset', 'native', '--id'];
const refusals: readonly [words: readonly string[], line: string][] = [
  [[...native, 'mail'], 'postern clients add: the id "mail" is taken by another client or mail service'],
  [[...native, 'mx'], 'postern clients add: the id "mx" is taken by another client or mail service'],
  [
    ['services', 'add', 'mail'],
    'postern services add: the name "mail" is taken by another mail service or client',
  ],
  [
    [...native, 'a b'],
    'postern clients add: --id must be 1 to 128 letters, digits, dots, hyphens, underscores or tildes',
  ],
  [
    ['services', 'add', 'a:b'],
    'postern services add: NAME must be 1 to 128 letters, digits, dots, hyphens, underscores or tildes',
  ],
  [
    ['clients', 'add', '--preset', 'web', '--id', 'bare'],
    'postern clients add: --redirect-uri is needed for a web client',
  ],
  [
    [...native, 'hash', '--redirect-uri', 'http://127.0.0.1/#a'],
    'postern clients add: --redirect-uri must not have a fragment',
  ],
  [['clients', 'show', 'nothing'], 'postern clients show: there is no client "nothing"'],
  [['clients', 'delete', 'mx'], 'postern clients delete: there is no client "mx"'],
  [['services', 'delete', 'mail'], 'postern services delete: there is no mail service "mail"'],
  [['recipe', 'dovecot', '--service', 'mail'], 'postern recipe: there is no mail service "mail"'],
];

for (const [words, line] of refusals) {
  test(`${words.join(' ')} is refused in one line`, async () => {
    const { code, stdout, stderr } = await cli.run(words);
    assert.deepEqual({ code, stdout, stderr }, { code: 1, stdout: '', stderr: `${line}\n` });
  });
}

interface RecipeFile {
  readonly name: string;
  readonly content: string;
  readonly secret: boolean;
}

async function readRecipe(): Promise<readonly RecipeFile[]> {
  const { files } = await cli.json(['recipe', 'dovecot', '--service', 'mx']);
  return files as readonly RecipeFile[];
}

test('a mail service knows where mail programs find it, and the recipe says so', async () => {
  await cli.json([
    'services',
    'add',
    'mx-at',
    '--imap',
    'imap.example.test:993',
    '--smtp',
    '[2001:db8::7]:465',
  ]);
  const { services } = await cli.json(['services', 'list']);
  const listed = (services as Record<string, unknown>[]).find(({ name }) => name === 'mx-at');
  assert.deepEqual(
    [listed?.imap, listed?.smtp, listed?.pop3],
    ['imap.example.test:993', '[2001:db8::7]:465', undefined],
  );
  const { stdout } = await cli.run(['recipe', 'dovecot', '--service', 'mx-at']);
  assert.match(stdout, /imap\.example\.test:993/);
  for (const wrong of ['imap.example.test', ':993', 'a b:993', 'imap.example.test:0', 'x:70000', 'x:1\ny']) {
    const { code, stderr } = await cli.run(['services', 'add', 'mx3', '--imap', wrong]);
    assert.equal(code, 1, wrong);
    assert.match(stderr, /--imap must be HOST:PORT/);
  }
});

test('a recipe is printed file by file, each under its name', async () => {
  const files = await readRecipe();
  const { stdout } = await cli.run(['recipe', 'dovecot', '--service', 'mx']);
  const printed = stdout.split(/^# file: (.*)\n/m).slice(1);
  assert.deepEqual(
    printed.map((text) => text.trim()),
    files.flatMap(({ name, content }) => [name, content.trim()]),
  );
});

test('the secret stands in the files that say so, and only there', async () => {
  const { secret } = await cli.json(['services', 'add', 'mx2']);
  const { files } = await cli.json(['recipe', 'dovecot', '--service', 'mx2']);
  for (const file of files as RecipeFile[]) {
    assert.equal(file.content.includes(String(secret)), file.secret, file.name);
  }
});

test('a recipe is written to a directory, its secret for the owner alone', async () => {
  const files = await readRecipe();
  const out = join(cli.dataDirectory, 'new', 'recipe');
  const { paths } = await cli.json(['recipe', 'dovecot', '--service', 'mx', '--out', out]);
  assert.deepEqual(
    paths,
    files.map(({ name }) => join(out, name)),
  );
  assert.deepEqual(readdirSync(out).sort(), files.map(({ name }) => name).sort());
  for (const { name, secret } of files) {
    assert.equal(statSync(join(out, name)).mode & 0o777, secret ? 0o600 : 0o644, name);
  }
});

test('a file from before is replaced, and shut before the secret goes in', async () => {
  const out = join(cli.dataDirectory, 'old');
  mkdirSync(out);
  const [secretFile] = (await readRecipe()).filter(({ secret }) => secret);
  assert.ok(secretFile);
  writeFileSync(join(out, secretFile.name), 'x'.repeat(100_000), { mode: 0o666 });
  const { code, stdout } = await cli.run(['recipe', 'dovecot', '--service', 'mx', '--out', out]);
  assert.equal(code, 0);
  assert.ok(stdout.split('\n').includes(join(out, secretFile.name)));
  assert.equal(statSync(join(out, secretFile.name)).mode & 0o777, 0o600);
  assert.doesNotMatch(readFileSync(join(out, secretFile.name), 'utf8'), /xxx/);
});

test('what was deleted is gone', async () => {
  assert.deepEqual(await cli.json(['clients', 'delete', 'mail']), { client_id: 'mail', deleted: true });
  assert.equal((await cli.run(['clients', 'show', 'mail'])).code, 1);
  assert.deepEqual(await cli.json(['services', 'delete', 'mx']), { name: 'mx', deleted: true });
  assert.equal((await cli.run(['recipe', 'dovecot', '--service', 'mx'])).code, 1);
});

test('empty lists say how to begin', async () => {
  const empty = createCli();
  try {
    assert.equal(
      (await empty.run(['clients', 'list'])).stdout,
      'No clients. Add one: postern clients add --preset native --id ID\n',
    );
    assert.equal(
      (await empty.run(['services', 'list'])).stdout,
      'No mail services. Add one: postern services add NAME\n',
    );
  } finally {
    empty.close();
  }
});

test('services list says whether open connections can be closed, and never with which key', async () => {
  const kickUrl = 'http://:sesame@127.0.0.1:8080/doveadm/v1';
  await cli.json(['services', 'add', 'kicked', '--kick-url', kickUrl]);
  const { stdout } = await cli.run(['services', 'list', '--json']);
  const { services } = JSON.parse(stdout) as { services: { name: string; has_kick_url: boolean }[] };
  assert.equal(services.find(({ name }) => name === 'kicked')?.has_kick_url, true);
  assert.doesNotMatch(stdout, /sesame/);
});

test('services add says when auto-configuration names the servers of an older service', async () => {
  const fresh = createCli();
  try {
    const add = (...words: string[]) => fresh.run(['services', 'add', ...words]);
    const mail = await add('mail', '--imap', 'mail.test:993', '--smtp', 'mail.test:465');
    assert.doesNotMatch(mail.stderr, /auto-configuration/);
    const kiosk = await add('kiosk', '--imap', 'kiosk.test:993');
    assert.equal(kiosk.code, 0);
    assert.match(kiosk.stderr, /auto-configuration names the servers of "mail", .*not of "kiosk"/);
    assert.doesNotMatch((await add('bare')).stderr, /auto-configuration/);
    const own = await add('own', '--imap', 'own.test:993', '--domain', 'own.test');
    assert.doesNotMatch(own.stderr, /auto-configuration/);
  } finally {
    fresh.close();
  }
});

test('recipe getmail with a port that begins with STARTTLS exits 1 and names the option', async () => {
  await cli.json(['services', 'add', 'starting', '--imap', 'mail.test:143']);
  const { code, stdout, stderr } = await cli.run(['recipe', 'getmail', '--service', 'starting']);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^postern recipe: --imap names port 143/);
});
