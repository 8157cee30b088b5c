// Out and in again: a program sends through Postfix, Dovecot delivers, and the same credentials read it, on both stores.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { fetchOverPop3WithCurl, refusedLogin } from '../support/imap-curl.ts';
import { awaitMessage, submitWithCurl } from '../support/mail-message.ts';
import {
  loginOverSasl,
  type MailLoginAnswer,
  type MailProtocol,
  tokenMechanisms,
} from '../support/mail-sasl.ts';
import { type SubmissionWorld, startSubmissionWorld } from '../support/mail-world.ts';
import { requirePostfix } from '../support/postfix.ts';

const protocols: readonly MailProtocol[] = ['imap', 'pop3', 'smtp'];
const hourMs = 60 * 60 * 1000;

forEachStore((engine, _openTestStore, makeTarget) => {
  describe('sending and reading with tokens', {
    skip: requirePrograms('dovecot', 'curl', 'oathtool') || requirePostfix(),
  }, () => {
    let world: SubmissionWorld;

    before(async () => {
      const target = engine === 'mongodb' ? await makeTarget() : undefined;
      world = await startSubmissionWorld(target?.kind === 'mongodb' ? { storeUrl: target.url } : {});
    });
    after(() => world?.close());

    const portOf = (protocol: MailProtocol): number =>
      ({ imap: world.dovecot.imapPort, pop3: world.dovecot.pop3Port, smtp: world.postfix.smtpPort })[
        protocol
      ];

    const tryToken = (protocol: MailProtocol, token: string, user = 'alice'): Promise<MailLoginAnswer[]> =>
      Promise.all(
        tokenMechanisms.map((mechanism) =>
          loginOverSasl({ protocol, port: portOf(protocol), mechanism, user, secret: token }),
        ),
      );

    const outcomesOf = async (token: string, user?: string): Promise<readonly string[]> => {
      const answers = await Promise.all(protocols.map((protocol) => tryToken(protocol, token, user)));
      return answers.flat().map(({ outcome }) => outcome);
    };

    const everywhere = (outcome: string): readonly string[] =>
      protocols.flatMap(() => tokenMechanisms.map(() => outcome));

    const letter = (token: string, subject: string, from = 'alice@example.test') =>
      submitWithCurl({
        port: world.postfix.smtpPort,
        user: 'alice',
        token,
        from,
        to: 'bob@example.test',
        subject,
      });

    test('both mechanisms open IMAP, POP3 and submission', async () => {
      const { accessToken } = await world.connect();
      assert.deepEqual(await outcomesOf(accessToken), everywhere('in'));
      assert.deepEqual(await outcomesOf(accessToken, 'bob'), everywhere('refused'));
      assert.deepEqual(await outcomesOf(`${accessToken}x`), everywhere('refused'));
    });

    test('what was sent by OAUTHBEARER comes back over IMAP and POP3, with the sender that was proven', async () => {
      const { accessToken } = await world.connect();
      const sent = await submitWithCurl({
        port: world.postfix.smtpPort,
        user: 'alice',
        token: accessToken,
        from: 'alice@example.test',
        to: 'alice@example.test',
        subject: 'to myself',
      });
      assert.equal(sent.code, 0, sent.conversation);
      assert.match(sent.conversation, /AUTH OAUTHBEARER/);
      const login = { port: world.dovecot.imapPort, user: 'alice', token: accessToken };
      const message = await awaitMessage(login, 'to myself');
      assert.match(message, /^From: alice@example\.test\r$/m);
      assert.match(message, /The mail arrives\./);
      const overPop3 = await fetchOverPop3WithCurl({ ...login, port: world.dovecot.pop3Port }, 1);
      assert.match(overPop3.stdout, /Subject: to myself/);
    });

    test('nobody sends under another’s address', async () => {
      const { accessToken } = await world.connect();
      for (const from of ['bob@example.test', 'alice@elsewhere.test', 'alice.x@example.test']) {
        const { code, conversation } = await letter(accessToken, 'not mine', from);
        assert.notEqual(code, 0, from);
        assert.match(conversation, /553 5\.7\.1 .*not owned by user alice/, from);
      }
      assert.equal((await letter(accessToken, 'mine')).code, 0);
    });

    test('without a login nothing is sent, not even within the domain', async () => {
      const { code, conversation } = await submitWithCurl({
        port: world.postfix.smtpPort,
        user: 'alice',
        password: 'x',
        from: 'alice@example.test',
        to: 'bob@example.test',
        subject: 'refused',
      });
      assert.equal(code, refusedLogin, conversation);
    });

    test('an expired token is refused at every door', async () => {
      const { accessToken } = await world.connect();
      world.postern.advanceClock(hourMs + 1000);
      assert.deepEqual(await outcomesOf(accessToken), everywhere('refused'));
    });

    test('a stopped Postern is a temporary failure where the server can say so, and the token opens again', async () => {
      const { accessToken } = await world.connect();
      await world.postern.stop();
      try {
        for (const protocol of ['imap', 'pop3'] as const) {
          const outcomes = (await tryToken(protocol, accessToken)).map(({ outcome }) => outcome);
          assert.deepEqual(outcomes, ['unavailable', 'unavailable'], protocol);
        }
        // Postfix 3.7 has no ear for the difference, and says 535.
        assert.ok((await tryToken('smtp', accessToken)).every(({ outcome }) => outcome !== 'in'));
      } finally {
        await world.postern.start();
      }
      assert.deepEqual(await outcomesOf(accessToken), everywhere('in'));
    });

    test('no process of Dovecot or Postfix died', () => {
      assert.doesNotMatch(world.dovecot.log(), /panic|fatal|killed with signal/i);
      assert.doesNotMatch(world.postfix.log(), /panic|fatal/i);
    });
  });
});
