// The main job, whole: password, then code, and the mail arrives, through real programs only, on both stores.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { appendWithCurl, fetchWithCurl, openInboxWithCurl, refusedLogin } from '../support/imap-curl.ts';
import { readInboxWithImapflow } from '../support/imap-imapflow.ts';
import { imapSasl, type SaslAnswer } from '../support/imap-sasl.ts';
import { clientIds, type MailWorld, startMailWorld } from '../support/mail-world.ts';
import { postToken, type SignInTokens } from '../support/sign-in-over-http.ts';

const mechanisms = ['OAUTHBEARER', 'XOAUTH2'] as const;
const message = 'From: postern@example.test\r\nSubject: arrives\r\n\r\nThe mail arrives.\r\n';
const hourMs = 60 * 60 * 1000;

forEachStore((engine, _openTestStore, makeTarget) => {
  describe('password, then code', { skip: requirePrograms('dovecot', 'curl', 'oathtool') }, () => {
    let world: MailWorld;

    before(async () => {
      const target = engine === 'mongodb' ? await makeTarget() : undefined;
      world = await startMailWorld(target?.kind === 'mongodb' ? { storeUrl: target.url } : {});
    });
    after(() => world?.close());

    const login = (token: string, user = 'alice') => ({ port: world.dovecot.imapPort, user, token });

    /** Both mechanisms by socket, and curl's exit code. */
    const tryAllWays = (token: string, user?: string) =>
      Promise.all([
        openInboxWithCurl(login(token, user)),
        ...mechanisms.map((mechanism) => imapSasl({ ...login(token, user), mechanism })),
      ] as const);

    const assertOpens = async (token: string): Promise<void> => {
      const [curl, ...answers] = await tryAllWays(token);
      assert.equal(curl.code, 0, curl.conversation);
      for (const { result } of answers) {
        assert.match(result, /^OK /);
      }
    };

    const assertRefused = async (token: string, user?: string): Promise<void> => {
      const [curl, ...answers] = await tryAllWays(token, user);
      assert.equal(curl.code, refusedLogin, curl.conversation);
      answers.forEach((answer, index) => {
        assertInvalidToken(world, mechanisms[index], answer);
      });
    };

    const refresh = ({ refreshToken }: SignInTokens): Promise<Response> =>
      postToken(
        { issuer: world.postern.issuer, clientId: clientIds[0] },
        { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' },
      );

    test('the mail arrives: curl leaves it by OAUTHBEARER, a socket comes in by XOAUTH2, imapflow reads it', async () => {
      const { accessToken } = await world.connect();
      const appended = await appendWithCurl(login(accessToken), message);
      assert.equal(appended.code, 0, appended.conversation);
      assert.match(appended.conversation, /AUTHENTICATE OAUTHBEARER/);
      assert.equal((await fetchWithCurl(login(accessToken), 1)).stdout, message);
      const { result } = await imapSasl({ ...login(accessToken), mechanism: 'XOAUTH2' });
      assert.match(result, /^OK .*Logged in$/);
      assert.deepEqual(await readInboxWithImapflow(login(accessToken)), [message]);
    });

    test('a token opens its owner’s mailbox and no other', async () => {
      const { accessToken } = await world.connect();
      await assertRefused(accessToken, 'bob');
      await assertRefused(accessToken, 'nobody-here');
      await assertOpens(accessToken);
    });

    test('what is no mail token is refused, never a temporary failure', async (t) => {
      const tokens = await world.connect();
      const { accessToken: openidOnly } = await world.connect({ scope: 'openid' });
      const notForMail: Readonly<Record<string, string | undefined>> = {
        'an access token of another audience, without the mail scope': openidOnly,
        'a JWT: the ID token': tokens.idToken,
        'a refresh token': tokens.refreshToken,
        'a token with one character changed': changeLastCharacter(tokens.accessToken),
        'an unsigned JWT': `${base64url('{"alg":"none"}')}.${base64url('{"sub":"alice","scope":"mail"}')}.`,
        garbage: 'x',
      };
      for (const [title, token] of Object.entries(notForMail)) {
        await t.test(title, async () => {
          assert.ok(token);
          await assertRefused(token);
        });
      }
      await assertOpens(tokens.accessToken);
    });

    test('an expired token is refused; the refreshed one opens', async () => {
      const tokens = await world.connect();
      await assertOpens(tokens.accessToken);
      world.postern.advanceClock(hourMs + 1000);
      await assertRefused(tokens.accessToken);
      const response = await refresh(tokens);
      assert.equal(response.status, 200);
      const { access_token: renewed } = (await response.json()) as { access_token: string };
      await assertOpens(renewed);
      await assertRefused(tokens.accessToken);
    });

    test('a revoked token is refused at the next login, its device lives on', async () => {
      const tokens = await world.connect();
      await assertOpens(tokens.accessToken);
      const client = { issuer: world.postern.issuer, clientId: clientIds[0] };
      assert.equal((await postToken(client, { token: tokens.accessToken }, '/revoke')).status, 200);
      await assertRefused(tokens.accessToken);
      const { access_token: renewed } = (await (await refresh(tokens)).json()) as { access_token: string };
      await assertOpens(renewed);
    });

    test('a device that was ended is refused at the next login, and the others are not', async () => {
      const kept = await world.connect();
      const others = await listDevices(world);
      const ended = await world.connect();
      const [device, ...more] = (await listDevices(world)).filter((id) => !others.includes(id));
      assert.ok(device);
      assert.deepEqual(more, []);
      await assertOpens(ended.accessToken);
      assert.equal((await world.postern.cli(['devices', 'end', 'alice', device, '--yes'])).code, 0);
      await assertRefused(ended.accessToken);
      assert.equal((await refresh(ended)).status, 400);
      await assertOpens(kept.accessToken);
    });

    test('a deleted client takes its tokens with it, at the next login', async () => {
      const { accessToken } = await world.connect({ clientId: clientIds[1] });
      await assertOpens(accessToken);
      assert.equal((await world.postern.cli(['clients', 'delete', clientIds[1], '--yes'])).code, 0);
      await assertRefused(accessToken);
    });

    test('a stopped Postern is a temporary failure, and the same token opens when it is back', async () => {
      const { accessToken } = await world.connect();
      await world.postern.stop();
      try {
        const [curl, ...answers] = await tryAllWays(accessToken);
        assert.notEqual(curl.code, 0);
        for (const { result, error } of answers) {
          assert.equal(error, undefined);
          assert.match(result, /^NO \[UNAVAILABLE\] Temporary authentication failure/);
        }
      } finally {
        await world.postern.start();
      }
      await assertOpens(accessToken);
    });

    test('a disabled account is refused at the next login; enabled again it connects anew', async () => {
      const tokens = await world.connect();
      await assertOpens(tokens.accessToken);
      assert.equal((await world.postern.cli(['accounts', 'disable', 'alice', '--yes'])).code, 0);
      await assertRefused(tokens.accessToken);
      assert.equal((await world.postern.cli(['accounts', 'enable', 'alice'])).code, 0);
      // Whole seconds decide which sign-in came before the ending; `connect` moves the clock on.
      const again = await world.connect();
      await assertOpens(again.accessToken);
      await assertRefused(tokens.accessToken);
    });

    test('no token and no secret stands in the log of Postern', async () => {
      const { accessToken, refreshToken = '' } = await world.connect();
      await assertOpens(accessToken);
      const log = JSON.stringify(world.postern.log) + world.postern.stderr();
      for (const secret of [accessToken, refreshToken]) {
        assert.equal(log.includes(secret), false);
      }
    });
  });
});

/** RFC 7628 section 3.2.2, and the answer of XOAUTH2 that corresponds to it. */
function assertInvalidToken(world: MailWorld, mechanism: string | undefined, answer: SaslAnswer): void {
  const configuration = {
    'openid-configuration': `${world.postern.issuer}/.well-known/openid-configuration`,
  };
  assert.deepEqual(
    answer.error,
    mechanism === 'OAUTHBEARER'
      ? { status: 'invalid_token', ...configuration }
      : { status: '401', schemes: 'bearer', scope: 'mail', ...configuration },
  );
  assert.match(answer.result, /^NO \[AUTHENTICATIONFAILED\] /);
}

async function listDevices(world: MailWorld): Promise<readonly string[]> {
  const { stdout } = await world.postern.cli(['devices', 'list', 'alice', '--json']);
  const listed = JSON.parse(stdout) as { devices: readonly { id: string }[] };
  return listed.devices.map(({ id }) => id);
}

function changeLastCharacter(token: string): string {
  return `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
