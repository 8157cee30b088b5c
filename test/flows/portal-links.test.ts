// The mailed link of an enrolment: looked at by anybody, used by its owner, once; it dies by time, by a newer one, by change.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import {
  headline,
  openPortalWorld,
  type Person,
  type PortalWorld,
  readSecret,
  typedBy,
} from '../support/portal-world.ts';
import { findFreePort, startPostern } from '../support/postern-process.ts';

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: PortalWorld;
  before(async () => {
    world = await openPortalWorld({ target: await makeTarget(), env: { POSTERN_PASSWORD_MIN: '8' } });
  });
  after(() => world?.close());

  /** A person who has just been sent a link. */
  const sendTo = async (username: string): Promise<{ person: Person; link: string; browser: Browser }> => {
    const address = `${username}@outside.test`;
    const person = await world.addPerson(username, { email: address });
    const browser = world.browser();
    await browser.submit(await world.visit(browser, person, '/account/enrol'), {});
    return { person, browser, link: await world.untilLink(address) };
  };
  const isEnded = (page: Page): void => {
    assert.deepEqual([page.status, headline(page)], [410, 'This link does not work any more']);
  };

  test('a hundred scanners that follow a link use up nothing, and set up nothing', async () => {
    const { person, link } = await sendTo('anna');
    const target = new URL(link);
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const method = index % 4 === 0 ? 'HEAD' : 'GET';
        const response = await fetch(target, { method, redirect: 'manual' });
        await response.arrayBuffer();
        return [
          response.status,
          response.headers.get('location'),
          response.headers.get('cache-control'),
        ].join(' ');
      }),
    );
    assert.deepEqual([...new Set(answers)], ['303 /account/enrol no-store']);
    assert.deepEqual(await world.listFactors('anna'), []);

    const human = world.browser();
    const secret = await world.visit(human, person, link);
    const codes = await human.submit(secret, { code: world.freshCode(readSecret(secret)) });
    assert.equal(headline(codes), 'Keep your recovery codes');
    assert.equal((await world.listFactors('anna')).length, 1);
  });

  test('thirty confirmations of one link at once, in six browsers, bind one app', async () => {
    const { person, link } = await sendTo('bert');
    const opened: { browser: Browser; page: Page; code: string }[] = [];
    for (let count = 0; count < 6; count += 1) {
      const browser = world.browser();
      opened.push({ browser, page: await world.visit(browser, person, link), code: '' });
    }
    assert.equal(new Set(opened.map(({ page }) => readSecret(page))).size, 6);
    world.postern.advanceClock(30_000);
    const tries = opened.flatMap(({ browser, page }) => {
      const code = world.codeNow(readSecret(page));
      return Array.from({ length: 5 }, () => browser.submit(page, { code }));
    });
    const pages = await Promise.all(tries);
    assert.equal((await world.listFactors('bert')).length, 1);
    const shown = pages.filter((page) => headline(page) === 'Keep your recovery codes');
    assert.ok(shown.length >= 1);
    const sets = new Set(shown.map(({ html }) => /<ol class="codes"[\s\S]*?<\/ol>/.exec(html)?.[0]));
    assert.equal(sets.size, 1, 'one set of recovery codes');
    isEnded(await world.browser().open(link));
  });

  test('the password is asked after the link was followed, whoever is signed in', async () => {
    const { browser, link, person } = await sendTo('cleo');
    assert.equal((await browser.open('/account')).url.pathname, '/account');
    const followed = await browser.open(link);
    const asked = await browser.submit(followed, {});
    assert.match(asked.url.pathname, /\/password$/);
    // Somebody who turns back has not proven it either.
    const back = await browser.open('/account/enrol');
    assert.doesNotMatch(back.html, /otpauth:/);
    const secret = await world.signIn(browser, person, await browser.submit(back, {}));
    assert.equal(headline(secret), 'Add your authenticator app');
    assert.equal((await browser.open('/account/enrol')).url.pathname, '/account/enrol');
  });

  test('a sign-in without the wish for a new password does not count for the link', async () => {
    const { browser, link } = await sendTo('carl');
    const cookies = browser.cookies;
    world.postern.advanceClock(2000);
    const followed = await fetch(link, {
      redirect: 'manual',
      headers: { cookie: cookies.header(new URL(link)) },
    });
    cookies.keep(followed, new URL(link));
    const enrol = new URL('/account/enrol', world.postern.issuer);
    const { form } = await browser.open(enrol);
    const sentOn = await fetch(enrol, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ ...form?.hidden, action: 'switch' }),
      headers: { cookie: cookies.header(enrol), origin: enrol.origin },
    });
    cookies.keep(sentOn, enrol);
    const authorize = new URL(sentOn.headers.get('location') ?? '');
    assert.equal(authorize.searchParams.get('prompt'), 'login');
    assert.equal(authorize.searchParams.get('login_hint'), 'carl');
    authorize.searchParams.delete('prompt');
    const back = await browser.open(authorize);
    assert.equal(back.url.pathname, '/account/enrol');
    assert.match(back.html, /Sign in first/);
    assert.doesNotMatch(back.html, /otpauth:/);
  });

  test('signed in as somebody else, one is told whose link it is, and nothing is set up for either', async () => {
    const { link, person: owner } = await sendTo('dirk');
    const stranger = await world.addPerson('eva', { email: 'eva@outside.test' });
    const browser = world.browser();
    await world.visit(browser, stranger, '/account');
    const greeting = await browser.open(link);
    assert.match(greeting.html, /the account of <b>dirk<\/b>/);
    assert.match(greeting.html, /In this browser <b>eva<\/b> is signed in/);
    const page = await world.visit(browser, stranger, link);
    assert.deepEqual([page.status, headline(page)], [403, 'This link is for another account']);
    assert.match(page.html, /<b>dirk<\/b>/);
    assert.match(page.html, /<b>eva<\/b>/);
    const forced = await browser.submit(page, { code: '123456' }, { action: 'continue' });
    assert.equal(forced.url.pathname, '/account', 'leaving it is all that else there is');
    assert.equal(headline(await browser.open('/account/enrol')), 'First we send you a link');

    const again = await world.visit(browser, stranger, link);
    const asked = await browser.submit(again, {}, { action: 'switch' });
    assert.match(asked.url.pathname, /\/password$/);
    const secret = await world.signIn(browser, owner, asked);
    assert.equal(headline(secret), 'Add your authenticator app');
    assert.match(secret.html, /class="owner">dirk</);
    assert.deepEqual([await world.listFactors('dirk'), await world.listFactors('eva')], [[], []]);
  });

  test('a link that somebody else with the password asks for leaves the owner’s; the first app ends them all', async () => {
    const { browser, link, person } = await sendTo('finn');
    const secret = await world.visit(browser, person, link);
    const other = world.browser();
    await other.submit(await world.visit(other, person, '/account/enrol'), {});
    const newer = await world.untilLink('finn@outside.test', link);
    assert.equal(headline(await world.visit(other, person, newer)), 'Add your authenticator app');
    const codes = await browser.submit(secret, { code: world.freshCode(readSecret(secret)) });
    assert.equal(headline(codes), 'Keep your recovery codes');
    assert.equal((await world.listFactors('finn')).length, 1);
    isEnded(await world.browser().open(link));
    isEnded(await world.browser().open(newer));
  });

  test('a new password voids the link', async () => {
    const { browser, link } = await sendTo('greta');
    const page = await browser.open('/account/password');
    const changed = await browser.submit(page, { new_password: 'eight blue lamps at midnight' });
    assert.equal(changed.url.pathname, '/account');
    isEnded(await world.browser().open(link));
  });

  test('after its day a link is over', async () => {
    const { link } = await sendTo('heinz');
    world.postern.advanceClock(24 * 60 * 60 * 1000 - 60_000);
    assert.notEqual((await world.browser().open(link)).status, 410);
    world.postern.advanceClock(2 * 60_000);
    isEnded(await world.browser().open(link));
  });

  test('what is no link is answered as one that is over', async () => {
    for (const query of ['token=', 'token=nonsense', 'token=a&token=b', `token=${'A'.repeat(43)}`]) {
      isEnded(await world.browser().open(`/account/enrol?${query}`));
    }
  });

  test('links are sent a few times an hour, and the answer is the same however often', async () => {
    const ida = await world.addPerson('ida', { email: 'ida@outside.test' });
    const browser = world.browser();
    let page = await world.visit(browser, ida, '/account/enrol');
    const answers: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      page = await browser.submit(await browser.open('/account/enrol'), {});
      answers.push(page.status);
    }
    assert.deepEqual(answers, [200, 200, 200, 429]);
    assert.match(page.alert, /Several links were sent already/);
    const sent = await browser.open('/account/enrol/sent');
    assert.equal((await browser.submit(sent, {})).status, 429, 'sending it again counts as well');
    assert.ok(Number(page.headers.get('retry-after')) > 0);
  });

  test('a wrong password behind a link is only a wrong password', async () => {
    const { link, person } = await sendTo('jan');
    const browser = world.browser();
    const asked = await browser.submit(await browser.open(link), {});
    const wrong = await browser.submit(asked, { ...typedBy(person), password: 'not this one' });
    assert.equal(wrong.status, 422);
    assert.doesNotMatch((await browser.open('/account/enrol')).html, /otpauth:/);
  });
});

test('over plain HTTP a link is refused, except on this machine', async () => {
  const port = await findFreePort();
  const issuer = `http://door.postern.test:${port}`;
  const postern = await startPostern({
    port,
    env: { POSTERN_ISSUER: issuer, POSTERN_INSECURE_HTTP: 'yes' },
  });
  try {
    const sent = request({
      port,
      host: '127.0.0.1',
      path: `/account/enrol?token=${'A'.repeat(43)}`,
      headers: { host: `door.postern.test:${port}` },
    });
    sent.end();
    const [response] = await once(sent, 'response');
    assert.equal(response.statusCode, 403);
    assert.doesNotMatch(String(response.headers['set-cookie']), /account-link/, 'nothing of it is kept');
    const chunks = await response.toArray();
    assert.match(Buffer.concat(chunks).toString('utf8'), /This link was not opened safely/);
  } finally {
    await postern.close();
  }
});
