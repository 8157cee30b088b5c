// npm run demo: it starts, its people get in, its mails are caught, and it leaves nothing behind.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { createPhone } from '../../examples/demo/phone.ts';
import { createBrowser, type Page } from '../support/browser.ts';
import { type DemoProcess, startDemoProcess } from '../support/demo-process.ts';
import { runPosternCli } from '../support/postern-process-cli.ts';

let demo: DemoProcess;
before(async () => {
  demo = await startDemoProcess(['--port', '0']);
});
after(() => demo.end());

const origin = (name: string): string => new URL(demo.address(name)).origin;
const read = async (path: string): Promise<string> => (await fetch(origin('Start here') + path)).text();

/** Signs in to the sample app: answers the page it shows then. */
async function signIn(username: string, password: string, code?: () => Promise<string>): Promise<Page> {
  const app = createBrowser(origin('Sample app'));
  const postern = createBrowser(origin('Account page'));
  const { url } = await app.open('/sign-in');
  let page = await postern.submit(await postern.open(url), { username, password });
  if (page.form?.fields.has('code') === true && code !== undefined) {
    page = await postern.submit(page, { code: await code() });
  }
  assert.equal(page.url.origin, origin('Sample app'), page.html);
  return app.open(page.url);
}

test('alice gets into the sample app with the password that is printed', async () => {
  const password = /alice +password: (.*?) {2}/.exec(demo.stdout())?.[1] ?? '';
  const page = await signIn('alice', password);
  assert.match(page.html, /Hello, Alice Archer/);
  assert.match(page.html, /alice@example\.test/);
  assert.match(page.html, /<dd>a password<\/dd>/);
});

test('bob gets in with the code that his phone shows', async () => {
  const password = /bob +password: (.*?) {2}/.exec(demo.stdout())?.[1] ?? '';
  const page = await signIn('bob', password, async () => {
    const [, code = ''] = /Postern: bob<\/span><b class="code">([\d ]+)</.exec(await read('/phone')) ?? [];
    return code;
  });
  assert.match(page.html, /Hello, Bob Baker/);
  assert.match(page.html, /<dd>a password and a code<\/dd>/);
});

test('an answer to another browser’s sign-in lets nobody into the sample app', async () => {
  const app = createBrowser(origin('Sample app'));
  await app.open('/sign-in');
  const page = await app.open('/callback?code=abc&state=another');
  assert.equal(page.status, 400);
  assert.match((await app.open('/')).html, /Sign in with Postern/);
});

test('the mail about bob’s authenticator app is caught, and shown so that it can do nothing', async () => {
  for (let tries = 0; !(await read('/mails')).includes('/mails/1') && tries < 100; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const page = await read('/mails/1');
  assert.match(page, /bob@example\.test/);
  assert.match(page, /<iframe src="\/mails\/1\/html"[^>]* sandbox="[^"]*"/);
  const framed = await fetch(`${origin('Start here')}/mails/1/html`);
  assert.match(
    framed.headers.get('content-security-policy') ?? '',
    /sandbox(?!.*allow-(scripts|same-origin))/,
  );
  assert.match(await framed.text(), /<base target="_blank">/);
  assert.equal((await fetch(`${origin('Start here')}/mails/999`)).status, 404);
});

test('the start page says the same as the terminal', async () => {
  const page = await read('/');
  for (const name of ['Account page', 'Sample app', 'Caught mails', 'Phone']) {
    assert.ok(page.includes(`href="${demo.address(name)}"`), name);
  }
  assert.ok(page.includes('tea at half past four'));
  assert.ok(page.includes(demo.settings().POSTERN_DATA_DIR ?? 'none'));
});

test('bob’s ten recovery codes are there', async () => {
  const codes = (await read('/recovery-codes')).match(/<li><code>[\w-]+<\/code>/g);
  assert.equal(codes?.length, 10);
});

test('commands work on the store with the settings that are printed', async () => {
  const required = await runPosternCli(['mfa', 'required', '--json'], process.env, { env: demo.settings() });
  assert.equal(required.code, 0, required.stderr);
  assert.equal(required.json().mfa, 'required');
});

test('a key is typed into the phone as the page shows it, and what is none is refused', async () => {
  const address = `${origin('Start here')}/phone/add`;
  const post = (secret: string) =>
    fetch(address, { method: 'POST', body: new URLSearchParams({ secret }), redirect: 'manual' });
  const refused = await post('one two three');
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /role="alert"/);
  assert.equal((await post('jbsw y3dp ehpk 3pxp JBSW Y3DP EHPK 3PXP')).status, 303);
  assert.equal((await read('/phone')).match(/class="code"/g)?.length, 2);
});

test('the phone counts as RFC 6238 does', () => {
  const phone = createPhone([]);
  assert.equal(phone.add('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ'), 'added');
  const url = 'otpauth://totp/X:y?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=X&digits=8';
  assert.equal(phone.add(url), 'added');
  assert.equal(phone.add(url.replace('totp', 'hotp')), 'not-a-secret');
  assert.deepEqual(
    phone.codes(59_000).map(({ label, code, secondsLeft }) => ({ label, code, secondsLeft })),
    [
      { label: 'added by hand', code: '287 082', secondsLeft: 1 },
      { label: 'X: y', code: '9428 7082', secondsLeft: 1 },
    ],
  );
});

test('a page asked for by another name is not shown', async () => {
  const { port } = new URL(origin('Start here'));
  assert.equal((await fetch(`http://127.0.0.1:${port}/mails`)).status, 421);
});

test('a port that is taken is named, and nothing is begun', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const second = await startDemoProcess(['--port', String(port - 1)]);
  other.close();
  assert.equal(await second.ended, 1);
  assert.match(second.stderr(), new RegExp(`^demo: port (${port}|${port - 1}) is taken .*--port 4000\n$`));
});

test('an option it does not know is wrong usage', async () => {
  const second = await startDemoProcess(['--prot', '0']);
  assert.equal(await second.ended, 2);
  assert.match(second.stderr(), /^demo: it knows one option, --port N/);
});

// The last one: it ends what the others use.
test('Ctrl-C ends everything, and the store is gone', async () => {
  const { POSTERN_DATA_DIR = '' } = demo.settings();
  assert.ok(existsSync(POSTERN_DATA_DIR));
  const addresses = ['Start here', 'Sample app', 'Account page'].map(origin);
  assert.equal(await demo.end('SIGINT'), 0, demo.stderr());
  assert.equal(existsSync(POSTERN_DATA_DIR), false);
  for (const address of addresses) {
    await assert.rejects(fetch(address));
  }
  assert.equal(demo.stderr(), '');
});
