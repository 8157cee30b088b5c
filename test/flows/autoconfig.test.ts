// A mail program that knows nothing but an address, at the real program: every document, for everybody the same.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { unzipSync } from 'fflate';
import { type PosternProcess, startPostern } from '../support/postern-process.ts';
import { findAll, readXml } from '../support/read-xml.ts';

let postern: PosternProcess;

before(async () => {
  postern = await startPostern({ env: { POSTERN_MAIL_DOMAINS: 'example.test' } });
});
after(() => postern?.close());

const get = (path: string, init?: RequestInit) => fetch(`${postern.issuer}${path}`, init);

const configPaths = ['/mail/config-v1.1.xml', '/.well-known/autoconfig/mail/config-v1.1.xml'];
const jsonPath = '/.well-known/user-agent-configuration.json';

function askOutlook(address: string, path = '/autodiscover/autodiscover.xml') {
  const schema = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';
  const body = `<Autodiscover><Request><EMailAddress>${address}</EMailAddress><AcceptableResponseSchema>${schema}</AcceptableResponseSchema></Request></Autodiscover>`;
  return get(path, { method: 'POST', headers: { 'Content-Type': 'text/xml' }, body });
}

test('before anything is set up every address says so, in the language of who asks', async () => {
  for (const path of [...configPaths, jsonPath]) {
    const response = await get(path);
    assert.equal(response.status, 404);
    assert.match(await response.text(), /postern services add NAME --imap HOST:PORT/);
  }
  const response = await get('/mail/thunderbird.xpi', { headers: { 'Accept-Language': 'de' } });
  assert.equal(response.status, 404);
  assert.match(await response.text(), /Die Administration .* postern clients add --preset thunderbird/);
  const refused = await postern.cli(['autoconfig']);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /postern services add NAME --imap HOST:PORT --smtp HOST:PORT/);
});

test('with a mail service, programs are told its servers', async () => {
  const addresses = ['--imap', 'mail.example.test:993', '--smtp', 'mail.example.test:465'];
  await postern.cliJson(['services', 'add', 'mx', ...addresses]);
  for (const path of configPaths) {
    const response = await get(`${path}?emailaddress=alice%40example.test`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/xml; charset=utf-8');
    const root = readXml(await response.text());
    assert.deepEqual(
      findAll(root, 'hostname').map(({ text }) => text),
      ['mail.example.test', 'mail.example.test'],
    );
    assert.equal(findAll(root, 'authURL')[0]?.text, `${postern.issuer}/authorize`);
    assert.deepEqual(findAll(root, 'clientID'), [], 'it has no client yet');
  }
});

test('the metadata of the server has the endpoints that the documents name', async () => {
  const metadata = (await (await get('/.well-known/openid-configuration')).json()) as Record<string, unknown>;
  const root = readXml(await (await get('/mail/config-v1.1.xml')).text());
  assert.equal(findAll(root, 'authURL')[0]?.text, metadata.authorization_endpoint);
  assert.equal(findAll(root, 'tokenURL')[0]?.text, metadata.token_endpoint);
});

test('with the client of Thunderbird there is the add-on, and the document names the client', async () => {
  await postern.cliJson(['clients', 'add', '--preset', 'native', '--id', 'thunderbird']);
  const response = await get('/mail/thunderbird.xpi');
  assert.equal(response.status, 200);
  assert.match(
    response.headers.get('content-disposition') ?? '',
    /^attachment; filename="thunderbird\.xpi"$/,
  );
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
  assert.equal(manifest.oauth_provider.issuerIdentifier, postern.issuer);
  assert.deepEqual(manifest.oauth_provider.hostnames, ['mail.example.test']);
  const root = readXml(await (await get('/mail/config-v1.1.xml')).text());
  assert.equal(findAll(root, 'clientID')[0]?.text, 'thunderbird');
});

test('the answer does not depend on whether there is an account', async () => {
  await postern.cliJson(['accounts', 'add', 'alice', '--email', 'alice@example.test', '--password-stdin'], {
    stdin: 'seven green lamps at noon',
  });
  const answersTo = async (name: string) => [
    await (await get(`/mail/config-v1.1.xml?emailaddress=${name}%40example.test`)).text(),
    await (await askOutlook(`${name}@example.test`)).text(),
  ];
  assert.deepEqual(await answersTo('alice'), await answersTo('nobody'));
  assert.ok(!(await answersTo('nobody')).some((text) => text.includes('nobody')));
});

test('the digest that the command prints is that of the bytes that are sent, also after a restart', async () => {
  const { domains } = (await postern.cliJson(['autoconfig', 'example.test'])) as {
    domains: readonly { records: readonly { name: string; type: string; value: string }[] }[];
  };
  const record = domains[0]?.records.find(({ type }) => type === 'TXT');
  assert.equal(record?.name, '_ua-auto-config.example.test.');
  const digest = async (query = '') => {
    const response = await get(`${jsonPath}${query}`);
    assert.equal(response.headers.get('content-type'), 'application/json');
    const body = Buffer.from(await response.arrayBuffer());
    return `"v=UAAC1; a=sha256; d=${createHash('sha256').update(body).digest('base64')}"`;
  };
  assert.equal(await digest(), record?.value);
  await postern.restart();
  assert.equal(await digest('?domain=example.test'), record?.value);
  const { stdout } = await postern.cli(['autoconfig']);
  assert.ok(stdout.includes(`_ua-auto-config.example.test.`) && stdout.includes(String(record?.value)));
  assert.match(stdout, /_imaps\._tcp\.example\.test\. +IN SRV 0 1 993 mail\.example\.test\./);
});

test('Outlook is answered, however it writes the path', async () => {
  for (const path of [
    '/autodiscover/autodiscover.xml',
    '/Autodiscover/Autodiscover.xml',
    '/AutoDiscover/AutoDiscover.xml',
  ]) {
    const response = await askOutlook('alice@example.test', path);
    assert.equal(response.status, 200);
    assert.deepEqual(
      findAll(readXml(await response.text()), 'Server').map(({ text }) => text),
      ['mail.example.test', 'mail.example.test'],
    );
  }
});

const refusals: readonly (readonly [string, number, () => Promise<Response>])[] = [
  [
    'the mail of another domain is asked for',
    404,
    () => get('/mail/config-v1.1.xml?emailaddress=a%40gmail.com'),
  ],
  ['Outlook asks for another domain', 404, () => askOutlook('a@gmail.com')],
  ['an address cannot be read', 400, () => get('/mail/config-v1.1.xml?emailaddress=a%40%3Cb%3E')],
  [
    'two addresses come',
    400,
    () => get('/mail/config-v1.1.xml?emailaddress=a%40x.test&emailaddress=b%40x.test'),
  ],
  ['Outlook sends nothing', 400, () => get('/autodiscover/autodiscover.xml', { method: 'POST' })],
  ['Outlook sends too much', 413, () => askOutlook(`${'a'.repeat(70_000)}@example.test`)],
  ['a browser looks at the address of Outlook', 405, () => get('/autodiscover/autodiscover.xml')],
];

for (const [what, status, ask] of refusals) {
  test(`${status} when ${what}`, async () => {
    const response = await ask();
    assert.equal(response.status, status);
    assert.equal(response.headers.get('allow'), status === 405 ? 'POST' : null);
  });
}

test('a service that guards another domain answers for that one alone', async () => {
  const { code, stderr } = await postern.cli([
    ...['services', 'add', 'other', '--imap', 'imap.other.test:993', '--smtp', 'imap.other.test:465'],
    ...['--domain', 'other.test'],
  ]);
  assert.equal(code, 0, stderr);
  const hostsOf = async (domain: string) =>
    findAll(readXml(await (await get(`/mail/config-v1.1.xml?domain=${domain}`)).text()), 'hostname').map(
      ({ text }) => text,
    );
  assert.deepEqual(await hostsOf('other.test'), ['imap.other.test', 'imap.other.test']);
  assert.deepEqual(await hostsOf('example.test'), ['mail.example.test', 'mail.example.test']);
});
