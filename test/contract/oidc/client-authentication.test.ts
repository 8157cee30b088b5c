// Every way in which mail programs say who they are, at every kind of client: what is let in, and what is refused how.

import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { after, test } from 'node:test';
import {
  type ClientWorld,
  challenge,
  type Fields,
  openClientWorld,
  verifier,
} from '../../support/client-world.ts';
import { forEachStore } from '../../support/engines.ts';

const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

interface Ways {
  readonly id: string;
  readonly secret: string;
}

/** Who sends what (facts of the programs in brackets). */
const ways: Readonly<Record<string, (client: Ways) => { fields?: Fields; authorization?: string }>> = {
  'its id in the body': ({ id }) => ({ fields: { client_id: id } }),
  'its id and an empty secret in the body': ({ id }) => ({ fields: { client_id: id, client_secret: '' } }),
  'Basic with an empty secret': ({ id }) => ({ authorization: basic(id, '') }),
  'Basic with an empty secret, and its id in the body': ({ id }) => ({
    authorization: basic(id, ''),
    fields: { client_id: id },
  }),
  'Basic with an empty secret, and empty credentials in the body': ({ id }) => ({
    authorization: basic(id, ''),
    fields: { client_id: '', client_secret: '' },
  }),
  'Basic with an empty secret, and another id in the body': ({ id }) => ({
    authorization: basic(id, ''),
    fields: { client_id: 'somebody-else' },
  }),
  'a secret in the body': ({ id, secret }) => ({ fields: { client_id: id, client_secret: secret } }),
  'Basic with a secret': ({ id, secret }) => ({ authorization: basic(id, secret) }),
  'Basic with a secret, and its id in the body': ({ id, secret }) => ({
    authorization: basic(id, secret),
    fields: { client_id: id },
  }),
  'Basic with a secret, and empty credentials in the body': ({ id, secret }) => ({
    authorization: basic(id, secret),
    fields: { client_id: '', client_secret: '' },
  }),
  'a secret both ways': ({ id, secret }) => ({
    authorization: basic(id, secret),
    fields: { client_id: id, client_secret: secret },
  }),
  'a wrong secret in the body': ({ id }) => ({ fields: { client_id: id, client_secret: 'wrong'.repeat(7) } }),
  'Basic with a wrong secret': ({ id }) => ({ authorization: basic(id, 'wrong'.repeat(7)) }),
  'nothing at all': () => ({}),
  'Basic without a colon': ({ id }) => ({ authorization: `Basic ${Buffer.from(id).toString('base64')}` }),
};

const yes = [200, undefined];
const invalidClient = [401, 'invalid_client'];
const invalidRequest = [400, 'invalid_request'];

/** At a public client, at a confidential one. */
const outcomes: Readonly<Record<string, readonly [publicOne: unknown[], confidential: unknown[]]>> = {
  'its id in the body': [yes, invalidClient],
  'its id and an empty secret in the body': [yes, invalidClient],
  'Basic with an empty secret': [yes, invalidClient],
  'Basic with an empty secret, and its id in the body': [yes, invalidClient],
  'Basic with an empty secret, and empty credentials in the body': [yes, invalidClient],
  'Basic with an empty secret, and another id in the body': [invalidRequest, invalidRequest],
  'a secret in the body': [invalidClient, yes],
  'Basic with a secret': [invalidClient, yes],
  'Basic with a secret, and its id in the body': [invalidClient, yes],
  'Basic with a secret, and empty credentials in the body': [invalidClient, yes],
  'a secret both ways': [invalidRequest, invalidRequest],
  'a wrong secret in the body': [invalidClient, invalidClient],
  'Basic with a wrong secret': [invalidClient, invalidClient],
  'nothing at all': [invalidRequest, invalidRequest],
  'Basic without a colon': [invalidRequest, invalidRequest],
};

const webRedirect = 'https://webmail.example.test/index.php/login/oauth';
const programRedirect = 'http://127.0.0.1:1234/';

interface Kind {
  readonly id: string;
  readonly preset: 'native' | 'aerc' | 'web' | 'roundcube';
  readonly redirect: string;
  readonly secret?: string;
}

const kinds: readonly Kind[] = [
  { id: 'program', preset: 'native', redirect: programRedirect },
  { id: 'fixed.program~1', preset: 'aerc', redirect: programRedirect },
  {
    id: 'site',
    preset: 'web',
    redirect: webRedirect,
    secret: 'a secret: with / signs & 32 letters'.replaceAll(' ', '+'),
  },
  { id: 'webmail', preset: 'roundcube', redirect: webRedirect, secret: 'plain-secret-of-the-webmail-server' },
];

forEachStore((_engine, openStore) => {
  let opened: Promise<ClientWorld> | undefined;
  /** One world for all of these tests. */
  const open = (): Promise<ClientWorld> => {
    opened ??= openClientWorld(openStore).then(async (world) => {
      for (const { id, preset, redirect, secret } of kinds) {
        await world.addClient({
          id,
          preset,
          redirectUris: [redirect],
          ...(secret === undefined ? {} : { secret }),
        });
      }
      return world;
    });
    return opened;
  };
  after(async () => (await opened)?.close());

  const getCode = async (world: ClientWorld, { id, redirect }: Kind): Promise<Fields> => ({
    grant_type: 'authorization_code',
    code: await world.authorizeCode({ client_id: id, redirect_uri: redirect, scope: 'mail', ...challenge }),
    redirect_uri: redirect,
    code_verifier: verifier,
  });

  for (const kind of kinds) {
    test(`${kind.preset}: each way of saying who it is, when it redeems a code`, async () => {
      const world = await open();
      const [publicOne, confidential] = [0, 1] as const;
      for (const [way, send] of Object.entries(ways)) {
        const sent = send({ id: kind.id, secret: kind.secret ?? 'a-secret-that-it-does-not-have-at-all' });
        const { status, body, headers } = await world.post('/token', await getCode(world, kind), sent);
        const expected = outcomes[way]?.[kind.secret === undefined ? publicOne : confidential];
        assert.deepEqual([status, body.error], expected, way);
        if (status === 401 && sent.authorization !== undefined) {
          assert.match(headers.get('www-authenticate') ?? '', /^Basic /, way);
        }
      }
    });
  }

  test('what opens /token opens /revoke and /introspect, and nothing else does', async () => {
    const world = await open();
    for (const kind of kinds) {
      const isPublic = kind.secret === undefined;
      for (const [way, send] of Object.entries(ways)) {
        const sent = send({ id: kind.id, secret: kind.secret ?? 'a-secret-that-it-does-not-have-at-all' });
        for (const path of ['/revoke', '/introspect']) {
          const { status } = await world.post(path, { token: 'x'.repeat(43) }, sent);
          assert.equal(status, outcomes[way]?.[isPublic ? 0 : 1][0], `${kind.preset} ${path}: ${way}`);
        }
      }
    }
  });

  test('a refused way spends no code: the program tries again in another way', async () => {
    const world = await open();
    const kind = kinds[2] as Kind;
    const request = await getCode(world, kind);
    const wrong = await world.post('/token', request, { authorization: basic(kind.id, '') });
    assert.equal(wrong.status, 401);
    const right = await world.post('/token', request, { authorization: basic(kind.id, kind.secret ?? '') });
    assert.equal(right.status, 200);
  });

  test('two ids in the body are refused, whatever the header says', async () => {
    const world = await open();
    const body = new URLSearchParams([
      ['grant_type', 'refresh_token'],
      ['refresh_token', 'x'],
      ['client_id', 'program'],
      ['client_id', 'program'],
    ]);
    const headers = { authorization: basic('program', '') };
    const response = await fetch(new URL('/token', world.issuer), { method: 'POST', headers, body });
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { error: string }).error, 'invalid_request');
  });

  test('a site that signs its requests: each signature opens once, and only while it lives', async () => {
    const world = await open();
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwks = JSON.stringify({
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }],
    });
    await world.addClient({ id: 'signing', preset: 'web', redirectUris: [webRedirect], jwks });
    const kind: Kind = { id: 'signing', preset: 'web', redirect: webRedirect };
    const assertion = (changes: object = {}, key = privateKey): Fields => ({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: signJwt(key, {
        iss: 'signing',
        sub: 'signing',
        aud: world.issuer,
        jti: randomUUID(),
        exp: Math.floor(Date.now() / 1000) + 60,
        ...changes,
      }),
    });
    const redeem = async (fields: Fields) =>
      (await world.post('/token', await getCode(world, kind), { fields })).status;

    assert.equal(await redeem(assertion()), 200);
    const once = assertion();
    const requests = await Promise.all(Array.from({ length: 10 }, () => getCode(world, kind)));
    const statuses = await Promise.all(
      requests.map(async (request) => (await world.post('/token', request, { fields: once })).status),
    );
    assert.deepEqual(
      statuses.filter((status) => status === 200),
      [200],
    );
    const now = Math.floor(Date.now() / 1000);
    for (const [why, changes] of Object.entries({
      'of the past': { exp: now - 1 },
      'for longer than an hour': { exp: now + 3700 },
      'without an end': { exp: undefined },
      'without an id': { jti: undefined },
      'for another server': { aud: 'https://elsewhere.example.test' },
      'of another client': { iss: 'webmail' },
    })) {
      assert.equal(await redeem(assertion(changes)), 401, why);
    }
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    assert.equal(await redeem(assertion({}, stranger)), 401, 'of another key');
    assert.equal(await redeem({ client_id: 'signing' }), 401, 'no signature');
    assert.equal(await redeem({ client_id: 'signing', client_secret: 'x'.repeat(43) }), 401, 'a secret');
  });

  test('the metadata names exactly these ways', async () => {
    const { issuer } = await open();
    const metadata = (await (
      await fetch(new URL('/.well-known/oauth-authorization-server', issuer))
    ).json()) as Readonly<Record<string, readonly string[]>>;
    assert.deepEqual([...(metadata.token_endpoint_auth_methods_supported ?? [])].sort(), [
      'client_secret_basic',
      'client_secret_post',
      'none',
      'private_key_jwt',
    ]);
    const algorithms = metadata.token_endpoint_auth_signing_alg_values_supported ?? [];
    assert.ok(algorithms.includes('ES256'));
    assert.ok(!algorithms.some((algorithm) => algorithm.startsWith('HS')));
    assert.equal('registration_endpoint' in metadata, false);
  });
});

function signJwt(key: KeyObject, claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'ES256', kid: 'one' })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
