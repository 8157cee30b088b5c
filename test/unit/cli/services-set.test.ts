// postern services set: what is given changes, the rest stays, its secret above all; and what a slip does not do.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(cli.close);

const kickUrl = 'http://:sesame@127.0.0.1:8080/doveadm/v1';
let born: Readonly<Record<string, unknown>>;
let secret: string;

before(async () => {
  const addresses = ['--imap', 'mail.test:993', '--smtp', 'mail.test:465'];
  const limits = ['--domain', 'a.test', '--domain', 'b.test', '--group', 'staff', '--protocol', 'imap'];
  const made = await cli.json(['services', 'add', 'mx', ...addresses, ...limits, '--audience', 'urn:mx']);
  secret = String(made.secret);
  born = await list('mx');
});

async function list(name: string): Promise<Readonly<Record<string, unknown>>> {
  const { services } = await cli.json(['services', 'list']);
  const found = (services as Readonly<Record<string, unknown>>[]).find((one) => one.name === name);
  return found ?? assert.fail(`no service ${name}`);
}

const set = (...words: readonly string[]) => cli.json(['services', 'set', 'mx', ...words]);

test('what is given takes the place of what was, and the rest stays', async () => {
  const changed = await set('--domain', 'C.test', '--smtp', 'out.test:587', '--concatenated', 'once');
  assert.deepEqual(changed, { ...born, domains: ['c.test'], smtp: 'out.test:587', concatenated: 'once' });
  assert.deepEqual(await list('mx'), changed);
  const back = ['--domain', 'a.test', '--domain', 'b.test', '--smtp', 'mail.test:465'];
  assert.deepEqual(await set(...back, '--concatenated', 'off'), born);
});

test('its secret stays, and stands in its recipes', async () => {
  await set('--plain', 'without-factor');
  assert.match((await cli.run(['recipe', 'dovecot', '--service', 'mx'])).stdout, new RegExp(secret));
  await set('--plain', 'no');
});

test('none takes a list, an address or an audience away', async () => {
  const limits = ['--domain', 'none', '--group', 'none', '--protocol', 'none', '--audience', 'none'];
  const changed = await set(...limits, '--smtp', 'none');
  const { audience: _, smtp: __, ...rest } = born;
  assert.deepEqual(changed, { ...rest, domains: [], groups: [], protocols: [] });
  const again = ['--domain', 'a.test', '--domain', 'b.test', '--group', 'staff', '--protocol', 'imap'];
  assert.deepEqual(await set(...again, '--audience', 'urn:mx', '--smtp', 'mail.test:465'), born);
});

test('an address at which connections are ended comes and goes, and its key is never told', async () => {
  const kicked = await cli.run(['services', 'set', 'mx', '--kick-url', kickUrl]);
  assert.match(kicked.stdout, /^Ends connections +yes$/m);
  const listed = await cli.run(['services', 'list']);
  assert.match(listed.stdout, /ENDS CONNECTIONS/);
  assert.match(listed.stdout, /^mx .* yes {2}/m);
  assert.equal((await list('mx')).has_kick_url, true);
  assert.doesNotMatch(kicked.stdout + kicked.stderr + listed.stdout, /sesame/);
  assert.equal((await set('--kick-url', 'none')).has_kick_url, false);
});

test('who vouches for Postern is kept with the service, and stands in its recipes, until it is taken away', async () => {
  assert.deepEqual(await set('--tls-ca', '/etc/ssl/own-ca.pem'), { ...born, tls_ca: '/etc/ssl/own-ca.pem' });
  const env = { POSTERN_ISSUER: 'https://login.example.test' };
  const recipe = () => cli.run(['recipe', 'dovecot', '--service', 'mx'], { env });
  const { stdout } = await recipe();
  assert.match(stdout, /^tls_ca_cert_file = \/etc\/ssl\/own-ca\.pem$/m);
  assert.match(stdout, /^ssl_client_ca_file = \/etc\/ssl\/own-ca\.pem$/m);
  assert.match(
    (await cli.run(['services', 'set', 'mx', '--pop3', 'none'])).stdout,
    /^Vouches for Postern +\/etc/m,
  );
  assert.deepEqual(await set('--tls-ca', 'none'), born);
  assert.doesNotMatch((await recipe()).stdout, /own-ca/);
  await cli.json(['services', 'add', 'private', '--domain', 'e.test', '--tls-ca', '/srv/ca.pem']);
  assert.equal((await list('private')).tls_ca, '/srv/ca.pem');
});

const slips: readonly [words: readonly string[], code: number, line: string][] = [
  [[], 2, 'nothing to change: an option is missing (see postern services set --help)'],
  [['--domain', 'none', '--domain', 'a.test'], 2, '--domain none stands alone'],
  [['--imap', 'a.test:993', '--imap', 'b.test:993'], 2, '--imap is given more than once'],
  [['--concatenated', 'twice'], 2, '--concatenated must be one of off, once, lease'],
  [['--smtp', 'new.test:465', '--domain', ''], 1, '--domain must be a domain, such as example.org'],
  [['--smtp', 'new.test:465', '--group', ''], 1, '--group must be the name of a group'],
  [
    ['--domain', 'new.test', '--tls-ca', 'own-ca.pem'],
    1,
    '--tls-ca must be the whole path of a file, such as /etc/ssl/certs/own-ca.pem',
  ],
  [
    ['--domain', 'new.test', '--imap', 'mail.test'],
    1,
    '--imap must be HOST:PORT, such as mail.example.org:993',
  ],
  [
    ['--domain', 'new.test', '--kick-url', 'http://sesame/'],
    1,
    '--kick-url must be an address such as http://:KEY@127.0.0.1:8080/doveadm/v1',
  ],
];
for (const [words, code, line] of slips) {
  test(`services set mx ${words.join(' ')} is refused, and changes nothing`, async () => {
    const answer = await cli.run(['services', 'set', 'mx', ...words]);
    assert.deepEqual([answer.code, answer.stdout], [code, '']);
    assert.equal(answer.stderr.replace(' (see postern services set --help)\n', '\n').split('\n').length, 2);
    assert.ok(
      answer.stderr.startsWith(`postern services set: ${line.replace(/ \(see.*/, '')}`),
      answer.stderr,
    );
    assert.deepEqual(await list('mx'), born);
  });
}

test('a service or client that is not there, or is none, is not changed', async () => {
  await cli.json(['clients', 'add', '--preset', 'native', '--id', 'program']);
  for (const name of ['nobody', 'program']) {
    const { code, stderr } = await cli.run(['services', 'set', name, '--domain', 'none']);
    assert.deepEqual([code, stderr], [1, `postern services set: there is no mail service "${name}"\n`]);
  }
});

test('what shows passwords is warned of when it is set, and not when something else is', async () => {
  const first = await cli.run(['services', 'set', 'mx', '--plain', 'without-factor']);
  assert.match(first.stderr, /warning: --plain without-factor shows account passwords/);
  const second = await cli.run(['services', 'set', 'mx', '--pop3', 'mail.test:995']);
  assert.equal(second.stderr, '');
  const third = await cli.run(['services', 'set', 'mx', '--plain', 'no', '--pop3', 'none']);
  assert.match(third.stderr, /^Open mail connections go on until they end/);
});

test('two services that guard the same accounts with different audiences are warned of, when added and when set', async () => {
  const other = createCli();
  try {
    const run = (...words: string[]) => other.run(['services', ...words]).then(({ stderr }) => stderr);
    await run('add', 'aud1', '--domain', 'example.org', '--audience', 'urn:a');
    const warning =
      'warning: "aud1" and "aud2" guard the same accounts; their tokens carry the audience of "aud1", urn:a, and "aud2" takes none of them\n';
    const added = await run('add', 'aud2', '--domain', 'example.org', '--audience', 'urn:b');
    assert.equal(added, `postern services add: ${warning}`);
    assert.doesNotMatch(await run('set', 'aud2', '--audience', 'urn:a'), /warning/);
    assert.match(await run('set', 'aud2', '--audience', 'urn:b'), new RegExp(warning));
    assert.doesNotMatch(await run('set', 'aud2', '--domain', 'example.net'), /warning/);
    assert.match(
      await run('add', 'all'),
      /warning: "aud1" and "all" .* urn:a, .*\n.*warning: "aud2" and "all" .* urn:b, /,
    );
    assert.doesNotMatch(await run('add', 'same', '--domain', 'example.net', '--audience', 'urn:b'), /"aud2"/);
  } finally {
    other.close();
  }
});

test('names that differ in capitals only are warned of', async () => {
  const { code, stderr } = await cli.run(['services', 'add', 'Program', '--domain', 'c.test']);
  assert.equal(code, 0);
  assert.match(stderr, /warning: there is "program" already: only capitals tell "Program" from it/);
});

test('a second rotation within the hour is warned of, and every one names the next command', async () => {
  await cli.json(['services', 'add', 'turning', '--domain', 'd.test']);
  const first = await cli.run(['services', 'rotate-secret', 'turning']);
  assert.equal(first.stderr, '');
  assert.match(first.stdout, /postern recipe dovecot --service turning --out DIR$/m);
  const second = await cli.run(['services', 'rotate-secret', 'turning']);
  assert.equal(second.code, 0);
  assert.match(second.stderr, /warning: the last rotation was at .* is refused now\n$/);
});

test('services list says which protocol an address is of, and what a service asks about', async () => {
  await cli.json(['services', 'add', 'told', '--pop3', 'p.test:995', '--sieve', 's.test:4190']);
  const limits = ['--domain', 'x.test', '--group', 'staff', '--protocol', 'pop3'];
  await cli.json(['services', 'set', 'told', ...limits]);
  const { stdout } = await cli.run(['services', 'list']);
  assert.match(
    stdout,
    /^told .* domain x\.test, group staff, protocol pop3 +no +pop3 p\.test:995, sieve s\.test:4190$/m,
  );
});
