// Old programs with the whole of Postern behind them: app passwords and password$code at IMAP, POP3 and submission, on both stores.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { awaitMessage, submitWithCurl } from '../support/mail-message.ts';
import {
  loginOverSasl,
  type MailProtocol,
  type Mechanism,
  passwordMechanisms,
} from '../support/mail-sasl.ts';
import {
  password as accountPassword,
  type SubmissionWorld,
  startSubmissionWorld,
} from '../support/mail-world.ts';
import { requirePostfix } from '../support/postfix.ts';

const protocols: readonly MailProtocol[] = ['imap', 'pop3', 'smtp'];
const dayMs = 24 * 60 * 60 * 1000;

forEachStore((engine, _openTestStore, makeTarget) => {
  describe('passwords at the doors of mail', {
    skip: requirePrograms('dovecot', 'curl', 'oathtool') || requirePostfix(),
  }, () => {
    let world: SubmissionWorld;

    before(async () => {
      const target = engine === 'mongodb' ? await makeTarget() : undefined;
      const service = ['--concatenated', 'lease', '--plain', 'without-factor'];
      const store = target?.kind === 'mongodb' ? { storeUrl: target.url } : {};
      world = await startSubmissionWorld({ ...store, service });
    });
    after(() => world?.close());

    const tryLogin = async (
      protocol: MailProtocol,
      secret: string,
      { user = 'alice', mechanism = 'PLAIN' }: { user?: string; mechanism?: Mechanism } = {},
    ): Promise<string> => {
      const { dovecot, postfix } = world;
      const port = { imap: dovecot.imapPort, pop3: dovecot.pop3Port, smtp: postfix.smtpPort }[protocol];
      return (await loginOverSasl({ protocol, port, mechanism, user, secret })).outcome;
    };

    /** The outcomes at IMAP, POP3 and submission. */
    const outcomes = (secret: string, user?: string): Promise<readonly string[]> =>
      Promise.all(
        protocols.map((protocol) => tryLogin(protocol, secret, user === undefined ? {} : { user })),
      );

    const everywhere = (outcome: string): readonly string[] => protocols.map(() => outcome);

    const addAppPassword = async (user: string, ...options: readonly string[]) => {
      const words = ['app-passwords', 'add', user, '--name', 'Phone', ...options];
      const { id, password } = await world.postern.cliJson(words);
      return { id: String(id), password: String(password) };
    };

    for (const mechanism of passwordMechanisms) {
      test(`an app password opens all three doors by ${mechanism}, however it is typed`, async () => {
        const { password } = await addAppPassword('alice');
        for (const typed of [password, password.toUpperCase().replaceAll('-', ' ')]) {
          for (const protocol of protocols) {
            assert.equal(await tryLogin(protocol, typed, { mechanism }), 'in', protocol);
          }
        }
        assert.equal(await tryLogin('imap', password, { mechanism, user: 'bob' }), 'refused');
        const wrong = password.slice(0, -1) + (password.endsWith('a') ? 'b' : 'a');
        assert.equal(await tryLogin('imap', wrong, { mechanism }), 'refused');
      });
    }

    test('what was sent with an app password comes back, and nobody is somebody else', async () => {
      const { password } = await addAppPassword('alice');
      const login = { user: 'alice', password };
      const letter = (from: string) =>
        submitWithCurl({
          ...login,
          port: world.postfix.smtpPort,
          from,
          to: 'alice@example.test',
          subject: 'by app password',
        });
      assert.equal((await letter('alice@example.test')).code, 0);
      assert.match((await letter('bob@example.test')).conversation, /553 5\.7\.1/);
      const message = await awaitMessage({ ...login, port: world.dovecot.imapPort }, 'by app password');
      assert.match(message, /The mail arrives\./);
    });

    test('a limited app password opens what it is for and nothing else', async () => {
      const forReading = await addAppPassword('alice', '--protocols', 'imap,pop3');
      assert.deepEqual(await outcomes(forReading.password), ['in', 'in', 'refused']);
      const elsewhere = await addAppPassword('alice', '--network', '192.0.2.0/24');
      assert.deepEqual(await outcomes(elsewhere.password), everywhere('refused'));
      await world.postern.cliJson(['services', 'add', 'other']);
      const forOther = await addAppPassword('alice', '--services', 'other');
      assert.deepEqual(await outcomes(forOther.password), everywhere('refused'));
    });

    test('an app password that was removed or has run out is refused at once', async () => {
      const removed = await addAppPassword('alice');
      const short = await addAppPassword('alice', '--expires', '1d');
      assert.deepEqual(await outcomes(removed.password), everywhere('in'));
      assert.deepEqual(await outcomes(short.password), everywhere('in'));
      await world.postern.cliJson(['app-passwords', 'remove', 'alice', removed.id, '--yes']);
      assert.deepEqual(await outcomes(removed.password), everywhere('refused'));
      world.postern.advanceClock(dayMs + 1000);
      assert.deepEqual(await outcomes(short.password), everywhere('refused'));
    });

    test('its last use is listed with address, service and protocol', async () => {
      const { id, password } = await addAppPassword('alice');
      assert.equal(await tryLogin('pop3', password), 'in');
      const { stdout } = await world.postern.cli(['app-passwords', 'list', 'alice', '--json']);
      const found = stdout.slice(stdout.indexOf(id));
      assert.match(found, /127\.0\.0\.1/);
      assert.match(found, /"mx"/);
    });

    test('password$code opens all doors, and again from the same address for as long as the lease', async () => {
      const typed = `${accountPassword}$${world.newCode()}`;
      assert.deepEqual(await outcomes(typed), everywhere('in'));
      world.postern.advanceClock(60 * 60 * 1000);
      assert.deepEqual(await outcomes(typed), everywhere('in'));
      assert.equal(await tryLogin('imap', typed, { mechanism: 'LOGIN' }), 'in');
      assert.deepEqual(await outcomes(typed, 'bob'), everywhere('refused'));
      world.postern.advanceClock(12 * 60 * 60 * 1000);
      assert.deepEqual(await outcomes(typed), everywhere('refused'));
    });

    test('the password without a code, and with a wrong or malformed one, is refused as wrong', async () => {
      const code = world.newCode();
      const wrong = code.replace(/./g, (digit) => String((Number(digit) + 5) % 10));
      for (const typed of [
        accountPassword,
        `${accountPassword}$${wrong}`,
        `${accountPassword}$`,
        `$${code}`,
      ]) {
        assert.equal(await tryLogin('imap', typed), 'refused', typed);
      }
    });

    test('who has no second factor uses the password itself, where the service allows it', async () => {
      assert.deepEqual(await outcomes(accountPassword, 'bob'), everywhere('in'));
      assert.deepEqual(await outcomes('not that one', 'bob'), everywhere('refused'));
      assert.deepEqual(await outcomes(accountPassword, 'nobody'), everywhere('refused'));
    });

    test('empty, odd and long passwords are refused as wrong, and nothing dies of them', async () => {
      const typed = {
        empty: '',
        dollar: '$',
        'only a code': '$123456',
        quotes: `"'\\{}","user":"bob`,
        words: 'pässwörter 密码 🔑$١٢٣٤٥٦',
        long: 'x'.repeat(3000),
        'long and to be escaped': '"'.repeat(3000),
        'like an app password': 'ap'.repeat(1000),
      };
      for (const [title, text] of Object.entries(typed)) {
        assert.equal(await tryLogin('imap', text), 'refused', title);
      }
    });

    test('a disabled account is refused at once, and comes in again when it is enabled', async () => {
      const { password } = await addAppPassword('bob');
      await world.postern.cliJson(['accounts', 'disable', 'bob', '--yes']);
      assert.deepEqual(await outcomes(password, 'bob'), everywhere('refused'));
      await world.postern.cliJson(['accounts', 'enable', 'bob']);
      assert.equal(await tryLogin('imap', accountPassword, { user: 'bob' }), 'in');
    });

    test('a stopped Postern is a temporary failure where the server can say so', async () => {
      const { password } = await addAppPassword('alice');
      await world.postern.stop();
      try {
        // Postfix 3.7 has no ear for the difference, and says 535.
        assert.deepEqual(await outcomes(password), ['unavailable', 'unavailable', 'refused']);
      } finally {
        await world.postern.start();
      }
      assert.deepEqual(await outcomes(password), everywhere('in'));
    });

    test('no process died, and no password stands in any log', async () => {
      const { password } = await addAppPassword('alice');
      assert.deepEqual(await outcomes(password), everywhere('in'));
      const { dovecot, postfix, postern } = world;
      assert.doesNotMatch(dovecot.log(), /panic|fatal|killed with signal/i);
      assert.doesNotMatch(postfix.log(), /panic|fatal/i);
      const logs = dovecot.log() + postfix.log() + JSON.stringify(postern.log) + postern.stderr();
      for (const secret of [password, accountPassword]) {
        assert.equal(logs.includes(secret), false);
      }
    });
  });
});
