// The Dovecot recipe for tokens in front of a real Dovecot 2.3, with every kind of answer an authorization server can give.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { requirePrograms } from '../support/components.ts';
import { type Dovecot, startDovecot } from '../support/dovecot.ts';
import {
  appendWithCurl,
  fetchOverPop3WithCurl,
  fetchWithCurl,
  openInboxWithCurl,
  refusedLogin,
} from '../support/imap-curl.ts';
import { readInboxWithImapflow } from '../support/imap-imapflow.ts';
import { imapSasl, type SaslAnswer } from '../support/imap-sasl.ts';
import {
  type IntrospectionAnswer,
  type IntrospectionServer,
  startIntrospectionServer,
} from '../support/introspection-server.ts';
import { type RecipeDirectory, writeRecipe } from '../support/recipe-directory.ts';

const secret = 'aZ09-._~aZ09-._~aZ09';
const token = 'token-of-alice';
const message = 'From: postern@example.test\r\nSubject: arrives\r\n\r\nThe mail arrives.\r\n';
const mechanisms = ['OAUTHBEARER', 'XOAUTH2'] as const;

const forAlice = { active: true, username: 'alice', scope: 'mail', token_type: 'Bearer' };
const answer = (body: unknown, status = 200): IntrospectionAnswer => ({ status, body: JSON.stringify(body) });

describe('Dovecot with the files of the recipe', { skip: requirePrograms('dovecot', 'curl') }, () => {
  let server: IntrospectionServer;
  let dovecot: Dovecot;
  let recipe: RecipeDirectory;

  before(async () => {
    server = await startIntrospectionServer(() => answer(forAlice));
    const values = { issuer: server.issuer, scope: 'mail', service: { name: 'mx', secret } };
    recipe = writeRecipe('dovecot', values, ['01-postern-passwords.conf']);
    dovecot = await startDovecot({ recipe: recipe.path, passwords: { alice: 'the-old-password' } });
  });
  after(async () => {
    await dovecot?.close();
    await server?.stop();
    recipe?.remove();
  });
  beforeEach(() => {
    server.answer = (form) => answer(form.get('token') === token ? forAlice : { active: false });
    server.requests.length = 0;
  });

  const login = () => ({ port: dovecot.imapPort, user: 'alice', token });
  const refusals = (user = 'alice', bad = token) =>
    Promise.all(
      mechanisms.map((mechanism) => imapSasl({ port: dovecot.imapPort, mechanism, user, token: bad })),
    );

  test('curl leaves a message by OAUTHBEARER; curl, imapflow and a POP3 client read it', async () => {
    assert.equal((await appendWithCurl(login(), message)).code, 0);
    const inbox = await openInboxWithCurl(login());
    assert.match(inbox.conversation, /AUTHENTICATE OAUTHBEARER/);
    assert.equal(inbox.stdout.trim(), '* SEARCH 1');
    assert.equal((await fetchWithCurl(login(), 1)).stdout, message);
    assert.deepEqual(await readInboxWithImapflow(login()), [message]);
    const overPop3 = await fetchOverPop3WithCurl({ ...login(), port: dovecot.pop3Port }, 1);
    assert.match(overPop3.conversation, /AUTH OAUTHBEARER/);
    assert.equal(overPop3.stdout, message);
  });

  for (const mechanism of mechanisms) {
    for (const initialResponse of [true, false]) {
      const how = initialResponse ? 'with the command' : 'after the continuation';
      test(`${mechanism} lets a good token in, sent ${how}`, async () => {
        const { result, lines } = await imapSasl({ ...login(), mechanism, initialResponse });
        assert.match(result, /^OK .*Logged in$/);
        assert.equal(lines.length, initialResponse ? 1 : 2);
      });

      test(`${mechanism} refuses an inactive token with the error of RFC 7628, sent ${how}`, async () => {
        server.answer = () => answer({ active: false });
        assertRefused(server, await imapSasl({ ...login(), mechanism, initialResponse }));
      });
    }
  }

  test('sends exactly this request', async () => {
    await imapSasl({ ...login(), mechanism: 'OAUTHBEARER' });
    const [sent = '', ...more] = server.requests;
    assert.deepEqual(more, []);
    const { host } = new URL(server.issuer);
    const body = `token=${token}&client_id=mx&client_secret=${secret}`;
    assert.equal(
      sent.replace(/^Date: .*$/m, 'Date: D').replace(/^(User-Agent: dovecot[a-z0-9-]*)\/\S+/m, '$1/V'),
      [
        'POST /introspect HTTP/1.1',
        `Host: ${host}`,
        'Date: D',
        'User-Agent: dovecot-oauth2-passdb/V',
        `Content-Length: ${body.length}`,
        'Connection: Keep-Alive',
        'X-Dovecot-Auth-Service: imap',
        `X-Dovecot-Auth-Local: 127.0.0.1:${dovecot.imapPort}`,
        `X-Dovecot-Auth-Remote: 127.0.0.1:${/Remote: 127\.0\.0\.1:(\d+)/.exec(sent)?.[1]}`,
        'Content-Type: application/x-www-form-urlencoded',
        '',
        body,
      ].join('\r\n'),
    );
  });

  const refusedAnswers: Readonly<Record<string, object>> = {
    'names another user': { ...forAlice, username: 'bob' },
    'lacks the scope': { ...forAlice, scope: 'openid profile' },
    'has only a scope that begins alike': { ...forAlice, scope: 'mailbox' },
    'is inactive though it names the user': { ...forAlice, active: false },
  };
  for (const [title, body] of Object.entries(refusedAnswers)) {
    test(`refuses a token whose introspection ${title}`, async () => {
      server.answer = () => answer(body);
      for (const refusal of await refusals()) {
        assertRefused(server, refusal);
      }
    });
  }

  test("refuses alice's token at another door than hers, in curl's words too", async () => {
    for (const refusal of await refusals('bob')) {
      assertRefused(server, refusal);
    }
    assert.equal((await openInboxWithCurl({ ...login(), user: 'bob' })).code, refusedLogin);
  });

  test('accepts the scope among others', async () => {
    server.answer = () => answer({ ...forAlice, scope: 'openid mail urn:ietf:params:oauth:scope:mail' });
    assert.match((await imapSasl({ ...login(), mechanism: 'XOAUTH2' })).result, /^OK /);
  });

  const faults: Readonly<Record<string, IntrospectionAnswer>> = {
    'is overloaded': { status: 503, body: '' },
    'does not know the service': answer({ error: 'invalid_client' }, 401),
    'answers nonsense': { body: '<html></html>' },
  };
  for (const [title, fault] of Object.entries(faults)) {
    test(`a server that ${title} is a temporary failure, and forgotten when it is well again`, async () => {
      const well = server.answer;
      server.answer = () => fault;
      for (const refusal of await refusals()) {
        assertUnavailable(refusal);
      }
      server.answer = well;
      assert.equal((await openInboxWithCurl(login())).code, 0);
    });
  }

  test('a stopped server is a temporary failure, and forgotten when it is back', async () => {
    await server.stop();
    try {
      for (const refusal of await refusals()) {
        assertUnavailable(refusal);
      }
    } finally {
      await server.start();
    }
    assert.equal((await openInboxWithCurl(login())).code, 0);
  });

  test('without the file for passwords they stay as they were, and never reach the authorization server', async () => {
    const password = { port: dovecot.imapPort, user: 'alice', password: 'the-old-password' };
    const { code, conversation } = await openInboxWithCurl(password);
    assert.equal(code, 0);
    assert.match(conversation, /AUTH=PLAIN AUTH=LOGIN AUTH=OAUTHBEARER AUTH=XOAUTH2/);
    assert.equal((await openInboxWithCurl({ ...password, password: 'wrong' })).code, refusedLogin);
    assert.deepEqual(server.requests, []);
  });

  test('a token is never tried as a password, nor a password taken for a token', async () => {
    const start = dovecot.log().length;
    for (const refusal of await refusals('alice', 'the-old-password')) {
      assertRefused(server, refusal);
    }
    const since = dovecot.log().slice(start);
    assert.match(since, /oauth2\(alice,/);
    assert.doesNotMatch(since, /passwd-file\(/);
  });
});

/** `NO [AUTHENTICATIONFAILED]` after the error that tells a mail program to get a new token (RFC 7628 section 3.2.2). */
function assertRefused(server: IntrospectionServer, { result, error }: SaslAnswer): void {
  const configuration = { 'openid-configuration': `${server.issuer}/.well-known/openid-configuration` };
  const expected =
    error?.status === '401'
      ? { status: '401', schemes: 'bearer', scope: 'mail', ...configuration }
      : { status: 'invalid_token', ...configuration };
  assert.deepEqual(error, expected);
  assert.match(result, /^NO \[AUTHENTICATIONFAILED\] /);
}

/** `NO [UNAVAILABLE]`: mail programs keep their token and try again later. */
function assertUnavailable({ result, error }: SaslAnswer): void {
  assert.equal(error, undefined);
  assert.match(result, /^NO \[UNAVAILABLE\] Temporary authentication failure/);
}
