// App passwords and connections at the account pages of the real program: made, shown once, limited, ended; by whom, and by whom not.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import {
  doneLine,
  headline,
  openPortalWorld,
  type Person,
  type PortalWorld,
  readSecret,
  typedBy,
} from '../support/portal-world.ts';
import { readForm } from '../support/sign-in-over-http-form.ts';

const newPage = '/account/app-passwords/new';
const list = '/account/connections';
const readAndSend = { 'protocol-imap': 'yes', 'protocol-smtp': 'yes', expires: '0' };
const passwordForm = /<code>(ap(?:[0-9a-z]{2})(?:-[0-9a-z]{4}){6})<\/code>/;

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: PortalWorld;
  let secret: string;
  before(async () => {
    const env = { POSTERN_MAIL_DOMAINS: 'example.test' };
    world = await openPortalWorld({ target: await makeTarget(), mail: false, env });
    const addresses = ['--imap', 'mail.example.test:993', '--smtp', 'mail.example.test:465'];
    const made = await world.postern.cliJson([
      'services',
      'add',
      'mx',
      ...addresses,
      '--plain',
      'without-factor',
    ]);
    secret = String(made.secret);
  });
  after(() => world?.close());

  const check = async (user: string, password: string, service = 'imap'): Promise<number> => {
    const answer = await fetch(new URL('/mail/check', world.postern.issuer), {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ user, password, service, remote_ip: '198.51.100.7', session: 'x' }),
    });
    return answer.status;
  };
  const readPassword = (page: Page): string => passwordForm.exec(page.html)?.[1] ?? assert.fail(page.html);
  const make = async (
    browser: Browser,
    person: Person,
    fields: Readonly<Record<string, string>> = {},
    path = newPage,
  ): Promise<Page> => {
    const page = await world.visit(browser, person, path);
    return browser.submit(page, { name: 'Tablet', ...readAndSend, ...fields });
  };
  const listJson = async (username: string) => {
    const { devices } = await world.postern.cliJson(['devices', 'list', username]);
    return devices as readonly Readonly<Record<string, unknown>>[];
  };

  test('one is made, shown until it is entered, works at the mail server only, and is ended by one button', async () => {
    const anna = await world.addPerson('anna', { email: 'anna@example.test', withFactor: true });
    const browser = world.browser();
    const empty = await world.visit(browser, anna, list);
    assert.match(empty.html, /Nothing is connected to your own mail now/);
    const made = await make(browser, anna);
    assert.equal(made.url.pathname, '/account/app-passwords/made');
    assert.equal(headline(made), 'App password “Tablet”');
    assert.match(made.html, /mail\.example\.test<\/code>, port 993, SSL\/TLS/);
    assert.match(made.html, /<dd><code>anna<\/code><\/dd>/);
    const password = readPassword(made);
    assert.equal(
      readPassword(await browser.open('/account/app-passwords/made')),
      password,
      'until it is kept',
    );
    assert.doesNotMatch((await world.browser().open('/account/app-passwords/made')).html, passwordForm);

    assert.equal(await check('anna', password.toUpperCase().replaceAll('-', ' ')), 204);
    assert.equal(await check('anna', password, 'pop3'), 403, 'it may read and send only');
    const thief = world.browser();
    const refused = await thief.submit(await thief.open('/account'), { username: 'anna', password });
    assert.equal(refused.status, 422, 'it opens no sign-in');

    const kept = await browser.submit(made, {});
    assert.equal(kept.url.pathname, list);
    assert.match(doneLine(kept), /on your list/);
    assert.doesNotMatch((await browser.open('/account/app-passwords/made')).html, passwordForm);
    assert.match(kept.html, /Tablet<\/b>[\s\S]*App password · used .*198\.51\.100\.7<\/span> \(mx, imap\)/);

    const [, one = ''] = new RegExp(`href="(${list}/[^"]+)"`).exec(kept.html) ?? [];
    world.postern.advanceClock(20 * 60_000);
    const page = await browser.open(one);
    assert.equal(headline(page), 'Tablet', 'a session is enough to end something');
    assert.match(page.html, /Read and sort mail \(IMAP\), Send mail \(SMTP\)/);
    assert.match(page.html, /may last until the program closes it/);
    const ended = await browser.submit(page, {});
    assert.match(doneLine(ended), /taken away/);
    assert.equal(await check('anna', password), 403);
    assert.equal((await browser.submit(page, {})).url.pathname, list, 'twice is no error');
    assert.deepEqual(await listJson('anna'), []);
  });

  test('what is wrong with the form is said, and nothing is made', async () => {
    const ben = await world.addPerson('ben');
    const browser = world.browser();
    const tries: readonly (readonly [Record<string, string>, RegExp])[] = [
      [{ name: '  ' }, /at least one character/],
      [{ name: 'x'.repeat(65) }, /too long/],
      [{ 'protocol-imap': '', 'protocol-smtp': '' }, /at least one thing/],
      [{ networks: 'at home' }, /no list of addresses/],
    ];
    for (const [fields, alert] of tries) {
      const page = await make(browser, ben, fields);
      assert.equal(page.status, 422);
      assert.match(page.alert, alert);
    }
    assert.deepEqual(await listJson('ben'), []);
    // Nobody may go beyond what was offered; limits are kept as they were chosen.
    const more = { 'protocol-everything': 'yes', networks: '192.0.2.0/24, 2001:db8::/32', expires: '30' };
    const password = readPassword(await make(browser, ben, more));
    const { app_passwords: made } = await world.postern.cliJson(['app-passwords', 'list', 'ben']);
    const [one] = made as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual(one?.protocols, ['imap', 'smtp']);
    assert.deepEqual(one?.networks, ['192.0.2.0/24', '2001:db8::/32']);
    const life = Date.parse(String(one?.expires_at)) - Date.parse(String(one?.created_at));
    assert.equal(Math.round(life / 86_400_000), 30);
    assert.equal(await check('ben', password), 403, 'from another network');
  });

  test('its profile for Apple’s devices is given out once, by a form, and the password is forgotten with it', async () => {
    const cara = await world.addPerson('cara', { email: 'cara@example.test' });
    const browser = world.browser();
    const made = await make(browser, cara);
    assert.equal(made.form?.firstButton?.[1], 'keep');
    const password = readPassword(made);
    const cookie = browser.cookies.header(made.url);
    for (const system of ['iPhone; CPU iPhone OS 26_1 like Mac OS X', 'Macintosh; Intel Mac OS X 10_15_7']) {
      const headers = { cookie, 'user-agent': `Mozilla/5.0 (${system}) Safari/605.1` };
      const html = await (await fetch(made.url, { headers })).text();
      assert.equal(readForm(html)?.firstButton?.[1], 'profile', 'on such a device it comes first');
      assert.ok(html.includes(password));
    }
    const file = await browser.submit(made, {}, { action: 'profile' });
    assert.equal(file.headers.get('content-type'), 'application/x-apple-aspen-config');
    assert.match(
      file.headers.get('content-disposition') ?? '',
      /^attachment; filename="mail\.mobileconfig"$/,
    );
    assert.equal(file.headers.get('cache-control'), 'no-store');
    assert.ok(file.html.includes(password));
    assert.match(file.html, /cara@example\.test/);
    assert.doesNotMatch((await browser.open(list)).html, /given out/, 'said once');
    const again = await browser.submit(made, {}, { action: 'profile' });
    assert.equal(again.url.pathname, list);
    assert.match(doneLine(again), /given out once/);
    assert.ok(!again.html.includes(password));
    assert.equal((await browser.submit(made, {})).url.pathname, list, 'the page behind the download goes on');
    assert.equal((await browser.open('/account/app-passwords/made?action=profile')).url.pathname, list);
  });

  test('a user name is an address where there is one mail domain: it gets the profile as well', async () => {
    const cleo = await world.addPerson('cleo');
    const browser = world.browser();
    const file = await browser.submit(await make(browser, cleo), {}, { action: 'profile' });
    assert.equal(file.headers.get('content-type'), 'application/x-apple-aspen-config');
    assert.match(file.html, /<key>EmailAddress<\/key><string>cleo@example\.test<\/string>/);
    assert.match(file.html, /<key>IncomingMailServerUsername<\/key><string>cleo<\/string>/);
  });

  test('who came in by a recovery code makes none, but may end one', async () => {
    const dan = await world.addPerson('dan', { withFactor: true });
    const { id } = await world.postern.cliJson(['app-passwords', 'add', 'dan', '--name', 'Old phone']);
    const account = await world.postern.cliJson(['accounts', 'show', 'dan']);
    const browser = world.browser();
    const asked = await browser.submit(await browser.open('/account'), typedBy(dan));
    const step = await browser.open(asked.url.pathname.replace(/\/totp$/, '/recovery-code'));
    const code = { recovery_code: dan.recoveryCodes[0] ?? '' };
    await world.signIn(browser, dan, await browser.submit(step, code));
    const refused = await browser.open(newPage);
    assert.deepEqual([refused.status, headline(refused)], [403, 'First add a new authenticator app']);
    const csrf = (await browser.open('/account/lost-device')).form?.hidden.csrf ?? '';
    const url = new URL(newPage, world.postern.issuer);
    const posted = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ csrf, action: 'make', name: 'Thief', ...readAndSend }),
      redirect: 'manual',
      headers: { cookie: browser.cookies.header(url) },
    });
    assert.equal(posted.status, 403);
    assert.deepEqual(
      (await listJson('dan')).map(({ name }) => name),
      ['Old phone'],
    );
    await browser.submit(await browser.open(`${list}/${account.id}/${id}`), {});
    assert.deepEqual(await listJson('dan'), []);
  });

  test('owners decide about a shared mailbox and a machine, and nobody else does', async () => {
    const eva = await world.addPerson('eva', { withFactor: true });
    const finn = await world.addPerson('finn', { withFactor: true });
    const team = await world.postern.cliJson([
      'accounts',
      'add',
      'team',
      '--kind',
      'shared',
      '--owner',
      'eva',
    ]);
    const browser = world.browser();
    const page = await world.visit(browser, eva, list);
    assert.match(page.html, /Mailbox team/);
    const made = await make(browser, eva, { name: 'Eva’s laptop' }, `${newPage}/${team.id}`);
    const password = readPassword(made);
    assert.match(made.html, /<dd><code>team<\/code><\/dd>/);
    assert.equal(await check('team', password), 204);
    assert.equal(await check('eva', password), 403);
    const [one] = await listJson('team');
    const address = `${list}/${team.id}/${one?.id}`;

    const stranger = world.browser();
    await world.visit(stranger, finn, '/account');
    const csrf = (await stranger.open('/account/lost-device')).form?.hidden.csrf ?? '';
    for (const path of [address, `${newPage}/${team.id}`]) {
      assert.equal((await stranger.open(path)).status, 404, path);
      const url = new URL(path, world.postern.issuer);
      const posted = await fetch(url, {
        method: 'POST',
        body: new URLSearchParams({ csrf, action: 'end', name: 'Thief', ...readAndSend }),
        redirect: 'manual',
        headers: { cookie: stranger.cookies.header(url) },
      });
      assert.equal(posted.status, 404, path);
    }
    assert.equal((await listJson('team')).length, 1);
    await browser.submit(await browser.open(address), {});
    assert.equal(await check('team', password), 403);
  });

  test('before the second step is on, its page tells what stops working, and app passwords stay unless unticked', async () => {
    const gina = await world.addPerson('gina');
    assert.equal(await check('gina', gina.password), 204);
    const browser = world.browser();
    const page = await world.visit(browser, gina, '/account/enrol');
    assert.match(page.html, /A program with your password, at mx/);
    const [, link = ''] = /href="([^"]*app-passwords\/new[^"]*)"/.exec(page.html) ?? [];
    const asked = await browser.open(link.replaceAll('&amp;', '&'));
    const made = await browser.submit(asked, { name: 'Tablet', ...readAndSend });
    const password = readPassword(made);
    const back = await browser.submit(made, {});
    assert.equal(back.url.pathname, '/account/enrol', 'and back to the app');
    assert.equal(readSecret(back), readSecret(page));
    const other = await world.postern.cliJson(['app-passwords', 'add', 'gina', '--name', 'Old']);
    const shown = await browser.open('/account/enrol');
    const tablet = (await listJson('gina')).find(({ name }) => name === 'Tablet');
    const ticks = { [`keep-${tablet?.id}`]: 'yes' };
    const wrong = await browser.submit(shown, { code: '000000', ...ticks });
    assert.match(wrong.html, new RegExp(`name="keep-${tablet?.id}" value="yes" checked`));
    assert.doesNotMatch(wrong.html, new RegExp(`name="keep-${other.id}" value="yes" checked`));
    assert.equal((await listJson('gina')).length, 2, 'nothing ends before the code is right');
    await browser.submit(wrong, { code: world.freshCode(readSecret(wrong)), ...ticks });
    assert.equal(await check('gina', gina.password), 403);
    assert.equal(await check('gina', password), 204);
    assert.equal(await check('gina', String(other.password)), 403);
  });

  test('a lost device ends app passwords as well', async () => {
    const hugo = await world.addPerson('hugo');
    const browser = world.browser();
    const password = readPassword(await make(browser, hugo));
    assert.equal(await check('hugo', password), 204);
    await browser.submit(await browser.open('/account/lost-device'), {});
    assert.equal(await check('hugo', password), 403);
    assert.deepEqual(await listJson('hugo'), []);
  });

  test('no app password reaches the log', () => {
    assert.doesNotMatch(JSON.stringify(world.postern.log), /ap[0-9a-z]{2}-[0-9a-z]{4}-/);
  });
});
