// The real program with a mail gateway: what happens to alice's account reaches her mailbox, and nobody else reads it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Browser, createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { type CaughtMail, type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import { until } from '../support/until.ts';
import { alice, openWorld, type World, webApp } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const sender = 'Postern <postern@example.test>';
let sink: SmtpSink;
let world: World;

before(async () => {
  sink = await startSmtpSink();
  world = await openWorld({ env: { POSTERN_SMTP_URL: sink.url, POSTERN_MAIL_FROM: sender } });
});
after(async () => {
  await world?.close();
  await sink?.stop();
});

const address = `/authorize?${new URLSearchParams({
  client_id: webApp.clientId,
  redirect_uri: webApp.redirectUri,
  response_type: 'code',
  scope: 'openid',
  prompt: 'login',
  code_challenge: 'x'.repeat(43),
  code_challenge_method: 'S256',
})}`;

async function reachCode(browser: Browser, password: string = alice.password): Promise<Page> {
  return browser.submit(await browser.open(address), { username: alice.username, password });
}

/** Does something and answers the mail that comes of it. */
async function mailAfter(act: () => Promise<unknown>): Promise<CaughtMail> {
  const count = sink.mails.length;
  await act();
  const mails = await sink.untilMails(count + 1);
  return mails[count] ?? assert.fail();
}

test('enrolled by an administrator on the command line: the server sends the mail', { skip }, async () => {
  const [enrolled] = await sink.untilMails(1);
  assert.deepEqual(enrolled?.to, ['alice@example.test']);
  assert.equal(enrolled?.from, 'postern@example.test');
  assert.equal(enrolled?.subject, 'Postern: an authenticator app was added');
  assert.match(enrolled?.text ?? '', /^By: an administrator$/m);
});

test('a wrong code after the right password is one mail, and the next only after an hour', {
  skip,
}, async () => {
  const browser = createBrowser(world.postern.issuer);
  const told = await mailAfter(async () => {
    const page = await reachCode(browser);
    assert.equal((await browser.submit(page, { code: '000000' })).status, 422);
    assert.equal((await browser.submit(page, { code: '000001' })).status, 422);
  });
  assert.equal(told.subject, 'Postern: a wrong code after your password');
  assert.match(told.text, /From where: 127\.0\.0\.1/);
  assert.match(
    told.text,
    /If this was you: nothing to do\.\n\nIf not: somebody knows your password\. Change it here:\n\nhttp\S+\/account\/password\n\nIf you cannot/,
  );
  const count = sink.mails.length;
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(sink.mails.length, count, 'the second is not told');
  world.postern.advanceClock(3_600_000);
  const again = await mailAfter(async () => {
    const page = await reachCode(browser);
    assert.equal((await browser.submit(page, { code: '000002' })).status, 422);
  });
  assert.equal(again.subject, told.subject);
});

test('the first browser is no news, the second is, and a recovery code too', { skip }, async () => {
  world.postern.advanceClock(24 * 3_600_000);
  const browser = createBrowser(world.postern.issuer);
  const count = sink.mails.length;
  await browser.submit(await reachCode(browser), { code: world.freshCode() });
  await browser.submit(await reachCode(browser), { code: world.freshCode() });
  const other = createBrowser(world.postern.issuer);
  const end = await other.submit(await reachCode(other), { code: world.freshCode() });
  assert.ok(end.url.searchParams.has('code'), end.html);
  await sink.untilMails(count + 1);
  assert.equal(sink.mails[count]?.subject, 'Postern: a sign-in in a new browser');

  const used = await mailAfter(async () => {
    const page = await reachCode(browser);
    const recovery = await browser.open(page.url.href.replace(/totp$/, 'recovery-code'));
    const told = await browser.submit(recovery, { recovery_code: world.recoveryCodes[0] ?? '' });
    const done = await browser.submit(told, {});
    assert.ok(done.url.searchParams.has('code'), done.html);
  });
  assert.equal(used.subject, 'Postern: a recovery code was used');
  assert.match(used.text, /You have 9 recovery codes left\./);
  assert.ok(!used.raw.includes(world.recoveryCodes[0] ?? ''));
});

test('a refresh token repeated after its window ends the grant and tells the owner', { skip }, async () => {
  // The last new browser was told within this hour.
  world.postern.advanceClock(3_600_000);
  const count = sink.mails.length;
  const { refreshToken = '' } = await world.signIn();
  await sink.untilMails(count + 1);
  const fields = { grant_type: 'refresh_token', refresh_token: refreshToken };
  assert.equal((await world.post(fields)).status, 200);
  world.postern.advanceClock(61_000);
  const told = await mailAfter(async () => assert.equal((await world.post(fields)).status, 400));
  assert.equal(told.subject, 'Postern: a program was disconnected');
  assert.match(told.text, /The access of “mail-program”/);
  assert.ok(!told.raw.includes(refreshToken));
});

test('while the gateway is away a sign-in goes on, and nobody with only the store reads the mail', {
  skip,
}, async () => {
  world.postern.advanceClock(3_600_000);
  await sink.stop();
  const count = sink.mails.length;
  assert.equal((await world.postern.cli(['otp', 'reset', 'alice', '--yes'])).code, 0);
  const browser = createBrowser(world.postern.issuer);
  const end = await reachCode(browser);
  assert.ok(end.url.searchParams.has('code'), 'no second step is asked any more');
  await until(() => world.postern.log.some(({ msg }) => msg.startsWith('a mail waits')), 'the log line');

  const files = readdirSync(world.postern.dataDirectory).filter((name) => name.startsWith('postern.db'));
  const dump = files.map((name) => readFileSync(join(world.postern.dataDirectory, name), 'latin1')).join();
  assert.match(dump, /factor-removed/, 'the event is there');
  const log = JSON.stringify(world.postern.log);
  for (const phrase of ['second step was removed', 'All authenticator apps', 'If not:', 'Hello alice']) {
    assert.ok(!dump.includes(phrase), `${phrase} in the store`);
    assert.ok(!log.includes(phrase), `${phrase} in the log`);
  }
  assert.ok(!log.includes('alice@example.test'));

  await sink.start();
  world.postern.advanceClock(5 * 60_000);
  const mails = await sink.untilMails(count + 2, 20_000);
  const subjects = mails.slice(count).map(({ subject }) => subject);
  assert.deepEqual(subjects.toSorted(), [
    'Postern: a sign-in in a new browser',
    'Postern: your second step was removed',
  ]);
});

test('another password, and German for whoever has chosen it', { skip }, async () => {
  const changed = await mailAfter(async () => {
    const set = ['accounts', 'set-password', 'alice', '--password-stdin'];
    const { code, stderr } = await world.postern.cli(set, { stdin: 'nine blue doors ajar' });
    assert.equal(code, 0, stderr);
  });
  assert.equal(changed.subject, 'Postern: your password was changed');
  assert.ok(!changed.raw.includes('nine blue'));
  const german = await mailAfter(async () => {
    const add = ['accounts', 'add', 'bärbel', '--locale', 'de', '--email', 'b@example.test'];
    await world.postern.cliJson([...add, '--recovery-email', 'baer@elsewhere.test', '--password-stdin'], {
      stdin: 'sieben grüne Lampen',
    });
    await world.postern.cliJson(['otp', 'enrol', 'bärbel']);
  });
  assert.deepEqual(german.to, ['baer@elsewhere.test']);
  assert.equal(german.subject, 'Postern: Eine Authenticator-App wurde hinzugefügt');
  assert.match(german.text, /^Guten Tag bärbel,/);
});
