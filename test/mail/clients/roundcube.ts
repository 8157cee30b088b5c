// Roundcube: people sign in at Postern's own pages, read and send with its tokens, and notice nothing when these run out.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Browser, createBrowser, type Page } from '../../support/browser.ts';
import type { ProgramWorld } from '../../support/program-world.ts';
import { createRoundcube, type Roundcube, requireRoundcube } from '../../support/roundcube.ts';

const hourMs = 60 * 60 * 1000;
const list = '/?_task=mail&_action=list&_mbox=INBOX&_remote=1';

export function describeRoundcube(world: () => ProgramWorld): void {
  describe('roundcube', { skip: requireRoundcube() }, () => {
    let roundcube: Roundcube;
    let browser: Browser;

    before(async () => {
      roundcube = await createRoundcube();
      const { administer } = world();
      const redirect = `${roundcube.url}index.php/login/oauth`;
      const client = ['--preset', 'roundcube', '--id', 'roundcube', '--redirect-uri', redirect];
      const { client_secret: secret } = await administer(['clients', 'add', ...client]);
      await administer(['recipe', 'roundcube', '--service', 'loopback', '--out', roundcube.configuration]);
      await roundcube.start(String(secret));
      browser = createBrowser(roundcube.url);
    });
    after(() => roundcube?.close());

    /** An hour later, for Postern and for Roundcube. */
    const passHour = (): (() => void) => {
      world().postern.advanceClock(hourMs + 60_000);
      return roundcube.expireTokens();
    };

    const signIn = async (): Promise<Page> => {
      const away = await browser.open('/');
      assert.equal(away.url.origin, world().postern.issuer);
      return browser.open(await world().allow(away.url.href));
    };

    test('whoever opens it is sent to sign in, and comes back to the inbox', async () => {
      const page = await signIn();
      assert.equal(page.status, 200);
      assert.match(page.html, /<title>[^<]*Inbox<\/title>/);
    });

    test('shows what was received', async () => {
      await world().receive('for roundcube');
      const { html } = await browser.open(list);
      const [, number] = /add_message_row\((\d+),\{\\"subject\\":\\"for roundcube\\"/.exec(html) ?? [];
      assert.ok(number, html);
      const message = await browser.open(`/?_task=mail&_action=show&_mbox=INBOX&_uid=${number}`);
      assert.match(message.html, /The mail arrives\./);
    });

    const assertSends = async (subject: string): Promise<void> => {
      const page = await browser.open('/?_task=mail&_action=compose');
      const [, identity = ''] =
        /<option value="(\d+)" selected>[^<]*alice@example\.test/.exec(page.html) ?? [];
      const letter = {
        _from: identity,
        _to: 'bob@example.test',
        _subject: subject,
        _message: 'From the web.',
      };
      const sent = await browser.submit(page, letter);
      assert.match(sent.html, /sent_successfully/);
      assert.match(
        await world().arrived(subject),
        /^From: .*<?alice@example\.test>?\r\n[\s\S]*From the web\./m,
      );
    };

    test('sends', () => assertSends('by roundcube'));

    const assertLists = async (): Promise<void> => {
      const { status, html } = await browser.open(list);
      assert.equal(status, 200);
      assert.match(html, /for roundcube/);
    };

    test('three pages at once after the token ran out, and a late one: nobody is thrown out', async () => {
      for (const _round of [1, 2]) {
        const haveOldTokens = passHour();
        await Promise.all([assertLists(), assertLists(), assertLists()]);
        haveOldTokens();
        await assertLists();
      }
      await assertSends('by roundcube, hours later');
    });

    test('whose connection was ended signs in again', async () => {
      const { devices } = await world().administer(['devices', 'list', 'alice']);
      const mine = (devices as { id: string; client_id: string }[]).filter(
        ({ client_id: client }) => client === 'roundcube',
      );
      assert.equal(mine.length, 1);
      await world().administer(['devices', 'end', 'alice', mine[0]?.id ?? '', '--yes']);
      passHour();
      await browser.open('/?_task=mail');
      assert.match((await signIn()).html, /<title>[^<]*Inbox<\/title>/);
    });
  });
}
