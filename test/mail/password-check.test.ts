// The recipes for Dovecot and Postfix in front of the real servers, with every answer that a check of a password can get.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type CheckServer, startCheckServer } from '../support/check-server.ts';
import { requirePrograms } from '../support/components.ts';
import { type Dovecot, startDovecot } from '../support/dovecot.ts';
import {
  loginOverSasl,
  type MailProtocol,
  type Mechanism,
  passwordMechanisms,
} from '../support/mail-sasl.ts';
import { createPostfix, type Postfix, requirePostfix } from '../support/postfix.ts';
import { type RecipeDirectory, writeRecipe } from '../support/recipe-directory.ts';

const secret = 'aZ09-._~aZ09-._~aZ09';
const password = 'apXY-1234';
const protocols: readonly MailProtocol[] = ['imap', 'pop3', 'smtp'];
const letIn = { status: 204, headers: { 'X-Auth-User': 'alice' } };
const refuse = { status: 403 };

describe('passwords at Dovecot and Postfix with the files of the recipes', {
  skip: requirePrograms('dovecot') || requirePostfix(),
}, () => {
  let server: CheckServer;
  let dovecot: Dovecot;
  let postfix: Postfix;
  const recipes: RecipeDirectory[] = [];

  before(async () => {
    server = await startCheckServer(() => letIn);
    postfix = await createPostfix();
    const service = { name: 'mx', secret, smtp: `127.0.0.1:${postfix.smtpPort}` };
    const values = { issuer: server.issuer, scope: 'mail', service, spool: postfix.spool };
    const ofDovecot = writeRecipe('dovecot', values);
    const ofPostfix = writeRecipe('postfix', { ...values, mailDomains: ['example.test'] });
    recipes.push(ofDovecot, ofPostfix);
    dovecot = await startDovecot({
      recipe: [ofDovecot.path, ofPostfix.path],
      passwords: { alice: 'the-old-password' },
    });
    await postfix.start(ofPostfix.path);
  });
  after(async () => {
    await postfix?.close();
    await dovecot?.close();
    await server?.stop();
    for (const recipe of recipes) {
      recipe.remove();
    }
  });
  beforeEach(() => {
    server.answer = ({ user, password: typed }) => (user === 'alice' && typed === password ? letIn : refuse);
    server.requests.length = 0;
  });

  const portOf = (protocol: MailProtocol): number =>
    ({ imap: dovecot.imapPort, pop3: dovecot.pop3Port, smtp: postfix.smtpPort })[protocol];

  const tryLogin = (
    protocol: MailProtocol,
    typed: string | Buffer,
    mechanism: Mechanism = 'PLAIN',
    user = 'alice',
  ) => loginOverSasl({ protocol, port: portOf(protocol), mechanism, user, secret: typed });

  /** The outcome at all three doors. */
  const outcomes = async (typed: string | Buffer): Promise<readonly string[]> =>
    (await Promise.all(protocols.map((protocol) => tryLogin(protocol, typed)))).map(({ outcome }) => outcome);

  const everywhere = (outcome: string): readonly string[] => protocols.map(() => outcome);
  // Postfix 3.7 has no ear for it: whatever Dovecot says, it answers 535, as if the password were wrong.
  const later = ['unavailable', 'unavailable', 'refused'];

  for (const protocol of protocols) {
    for (const mechanism of passwordMechanisms) {
      test(`${protocol} by ${mechanism}: the right password comes in, another is refused as wrong`, async () => {
        assert.equal((await tryLogin(protocol, password, mechanism)).outcome, 'in');
        assert.equal((await tryLogin(protocol, 'wrong', mechanism)).outcome, 'refused');
      });
    }

    test(`${protocol}: Postern is asked exactly this`, async () => {
      await tryLogin(protocol, 'p"\\ä$123456');
      const [asked, ...more] = server.requests;
      assert.deepEqual(more, []);
      assert.deepEqual(
        { ...asked, body: undefined, asked: { ...asked?.asked, session: typeof asked?.asked.session } },
        {
          method: 'POST',
          path: '/mail/check',
          authorization: `Bearer ${secret}`,
          contentType: 'application/json',
          body: undefined,
          asked: {
            user: 'alice',
            password: 'p"\\ä$123456',
            service: protocol,
            remote_ip: '127.0.0.1',
            session: 'string',
          },
        },
      );
    });
  }

  test('the name that Postern answers is the one that the mailbox has', async () => {
    server.answer = () => ({ status: 204, headers: { 'X-Auth-User': 'bob' } });
    assert.equal((await tryLogin('imap', password, 'PLAIN', 'bob@example.test')).outcome, 'in');
    assert.match(dovecot.log(), /imap-login: Info: Login: user=<bob>/);
  });

  test('the passwords from before are worth nothing any more', async () => {
    assert.deepEqual(await outcomes('the-old-password'), everywhere('refused'));
  });

  test('the empty password is refused, and nobody is asked', async () => {
    assert.deepEqual(await outcomes(''), everywhere('refused'));
    assert.deepEqual(server.requests, []);
  });

  const faults: Readonly<Record<string, { status: number; headers?: Record<string, string> }>> = {
    'is overloaded': { status: 503, headers: { 'Retry-After': '1' } },
    'slows the service down': { status: 429, headers: { 'Retry-After': '1' } },
    'does not know the service': { status: 401 },
    'is another program': { status: 200 },
    'names nobody': { status: 204 },
    'finds the question too large': { status: 413 },
    'sends elsewhere': { status: 302, headers: { Location: '/elsewhere' } },
  };
  for (const [title, fault] of Object.entries(faults)) {
    test(`a Postern that ${title} is a temporary failure, and forgotten when it is well again`, async () => {
      server.answer = () => fault;
      assert.deepEqual(await outcomes(password), later);
      server.answer = () => letIn;
      assert.deepEqual(await outcomes(password), everywhere('in'));
    });
  }

  test('a stopped Postern is a temporary failure, and forgotten when it is back', async () => {
    await server.stop();
    try {
      assert.deepEqual(await outcomes(password), later);
    } finally {
      await server.start();
    }
    assert.deepEqual(await outcomes(password), everywhere('in'));
  });

  test('a Postern that does not answer in time is a temporary failure', async () => {
    server.answer = () => ({ ...letIn, after: 7000 });
    assert.deepEqual(await outcomes(password), later);
  });

  test('odd and long passwords come to Postern as they were typed, and no process dies of them', async () => {
    const typed = {
      quotes: `"'\\\`$(id)`,
      delete: '\x7f',
      words: 'pässwörter 密码 🔑',
      spaces: '  ',
      'JSON of its own': '","user":"bob","x":"',
      long: 'x'.repeat(3000),
      'long and to be escaped': '"'.repeat(3000),
    };
    for (const [title, text] of Object.entries(typed)) {
      server.requests.length = 0;
      assert.equal((await tryLogin('imap', text)).outcome, 'refused', title);
      assert.deepEqual(
        server.requests.map(({ asked }) => [asked.user, asked.password]),
        [['alice', text]],
        title,
      );
    }
  });

  test('control characters are refused by Dovecot itself', async () => {
    for (const typed of ['\x01', 'a\tb', 'a\r\nb']) {
      assert.deepEqual(await outcomes(typed), everywhere('refused'));
    }
    assert.deepEqual(server.requests, []);
  });

  test('bytes that are no text are refused', async () => {
    assert.deepEqual(await outcomes(Buffer.from([0xff, 0xfe, 0x80, 0xc3])), everywhere('refused'));
  });

  test('nothing crashed, and no password stands in the log', () => {
    assert.doesNotMatch(dovecot.log(), /panic|fatal|killed with signal|assert/i);
    assert.doesNotMatch(postfix.log(), /panic|fatal/i);
    for (const text of [password, 'the-old-password', secret]) {
      assert.equal(dovecot.log().includes(text) || postfix.log().includes(text), false);
    }
  });
});
