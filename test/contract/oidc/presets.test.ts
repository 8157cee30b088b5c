// Each mail program goes its own way to its tokens, as it was seen to do, with the preset of its name; on both stores.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { presetNames, presets } from '../../../src/oidc/clients/presets.ts';
import {
  type ClientWorld,
  challenge,
  type Fields,
  openClientWorld,
  type Sent,
  verifier,
} from '../../support/client-world.ts';
import { forEachStore } from '../../support/engines.ts';

interface Program {
  readonly redirect: string;
  /** Registered, where the preset has none of its own. */
  readonly registered?: string;
  readonly authorize: Fields;
  readonly redeem?: Fields;
  /** What it sends to say who it is; `secret` is that of its client. */
  readonly who: (id: string, secret: string) => Sent;
  readonly scope: string;
}

const inBody = (id: string): Sent => ({ fields: { client_id: id } });
const emptySecret = (id: string): Sent => ({ fields: { client_id: id, client_secret: '' } });
const withVerifier = { code_verifier: verifier };
const mail = 'mail urn:ietf:params:oauth:scope:mail offline_access';

/** mutt_oauth2.py: S256, no state, an empty secret, a hint who it is. */
const muttScript: Program = {
  redirect: 'http://localhost:41373/',
  authorize: { scope: 'mail', ...challenge, login_hint: 'alice', access_type: 'offline' },
  redeem: withVerifier,
  who: emptySecret,
  scope: mail,
};

const programs: Readonly<Record<string, Program>> = {
  native: { ...muttScript, redirect: 'http://127.0.0.1:5555', who: inBody },
  thunderbird: {
    redirect: 'http://localhost:49321',
    authorize: { scope: 'mail offline_access', state: 'kept', ...challenge },
    redeem: withVerifier,
    who: inBody,
    scope: mail,
  },
  web: {
    redirect: 'https://app.example.test/cb',
    registered: 'https://app.example.test/cb',
    authorize: { scope: 'openid mail', state: 'kept', ...challenge },
    redeem: withVerifier,
    who: (id, secret) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }),
    scope: 'openid mail urn:ietf:params:oauth:scope:mail offline_access',
  },
  roundcube: {
    redirect: 'https://webmail.example.test/index.php/login/oauth',
    registered: 'https://webmail.example.test/index.php/login/oauth',
    authorize: { scope: 'openid email mail offline_access', state: 'kept' },
    who: (id, secret) => ({ fields: { client_id: id, client_secret: secret } }),
    scope: 'openid email mail urn:ietf:params:oauth:scope:mail offline_access',
  },
  // The refresh token comes from a script; aerc itself tries Basic with an empty secret first.
  aerc: {
    ...muttScript,
    who: (id) => ({ authorization: `Basic ${Buffer.from(`${id}:`).toString('base64')}` }),
  },
  mutt: muttScript,
  neomutt: muttScript,
  offlineimap: muttScript,
  // getmail-gmail-xoauth-tokens: neither challenge nor state.
  getmail: {
    redirect: 'http://localhost:8083/',
    authorize: { scope: 'mail', access_type: 'offline', prompt: 'consent' },
    who: emptySecret,
    scope: mail,
  },
  msmtp: muttScript,
  isync: muttScript,
  mbsync: muttScript,
};

forEachStore((_engine, openStore) => {
  let opened: Promise<ClientWorld> | undefined;
  const open = (): Promise<ClientWorld> => {
    opened ??= openClientWorld(openStore);
    return opened;
  };
  after(async () => (await opened)?.close());

  for (const preset of presetNames) {
    test(`${preset}: code, refresh and what the mail server is told`, async () => {
      const world = await open();
      const program = programs[preset] ?? assert.fail('no program');
      const id = `its-${preset}`;
      const named = program.registered === undefined ? {} : { redirectUris: [program.registered] };
      const who = program.who(id, await world.addClient({ id, preset, ...named }));
      const end = await world.authorize({
        client_id: id,
        redirect_uri: program.redirect,
        ...program.authorize,
      });
      assert.ok(end.href.startsWith(program.redirect), end.href);
      assert.equal(end.searchParams.get('iss'), world.issuer);
      assert.equal(end.searchParams.get('state'), program.authorize.state ?? null);
      const request = { grant_type: 'authorization_code', code: end.searchParams.get('code') ?? '' };
      const first = await world.post(
        '/token',
        { ...request, redirect_uri: program.redirect, ...program.redeem },
        who,
      );
      assert.equal(first.status, 200, JSON.stringify(first.body));
      assert.equal(first.body.token_type, 'Bearer');
      assert.equal(first.body.expires_in, 3600);
      assert.equal(first.body.scope, program.scope);
      const { access_token: access = '', refresh_token: refresh = '' } = first.body as Record<string, string>;
      assert.ok(access.length < 1000 && refresh.length < 1000);

      const next = await world.post('/token', { grant_type: 'refresh_token', refresh_token: refresh }, who);
      assert.equal(next.status, 200, JSON.stringify(next.body));
      assert.equal(next.body.scope, program.scope);
      assert.equal(next.body.refresh_token !== refresh, presets[preset].rotatesRefreshToken);
      const service = await world.addService(`server-of-${preset}`);
      const told = await world.introspect(service, next.body.access_token as string);
      assert.deepEqual([told.active, told.username, told.token_type], [true, 'alice', 'Bearer']);
    });

    test(`${preset}: a sign-in without a challenge is ${presets[preset].requiresPkce ? 'refused' : 'let in'}`, async () => {
      const world = await open();
      const { redirect } = programs[preset] ?? assert.fail('no program');
      const asked = { client_id: `its-${preset}`, redirect_uri: redirect, scope: 'mail' };
      const { searchParams } = await world.authorize(asked);
      assert.equal(searchParams.get('error'), presets[preset].requiresPkce ? 'invalid_request' : null);
      // Whoever sends a challenge is held to it.
      const code = await world.authorizeCode({ ...asked, ...challenge });
      const { status } = await world.post(
        '/token',
        { grant_type: 'authorization_code', code, redirect_uri: redirect },
        programs[preset]?.who(`its-${preset}`, ''),
      );
      assert.ok(status === 400 || status === 401, String(status));
      const plain = { ...challenge, code_challenge_method: 'plain' };
      assert.equal(
        (await world.authorize({ ...asked, ...plain })).searchParams.get('error'),
        'invalid_request',
      );
    });
  }

  test('every program on a device asks for consent, no site of the house does', async () => {
    const world = await open();
    for (const preset of presetNames) {
      const { redirect } = programs[preset] ?? assert.fail('no program');
      await world.authorize({
        client_id: `its-${preset}`,
        redirect_uri: redirect,
        scope: 'mail',
        ...challenge,
      });
      const asked = world.lastInteraction();
      assert.equal(asked?.prompt, presets[preset].applicationType === 'native' ? 'consent' : 'login', preset);
      assert.equal(asked?.client.isUnverified, false);
    }
  });

  const loopbacks = ['127.0.0.1', '[::1]', 'localhost'];
  test('a program without redirects of its own is answered on every loopback name, port and last slash', async () => {
    const world = await open();
    const good = [
      ...loopbacks.flatMap((host) => [
        `http://${host}`,
        `http://${host}/`,
        `http://${host}:1/`,
        `http://${host}:65535`,
      ]),
    ];
    for (const redirect of good) {
      const asked = { client_id: 'its-native', redirect_uri: redirect, scope: 'mail', ...challenge };
      const { href } = await world.authorize(asked);
      assert.ok(href.startsWith(redirect) && href.includes('code='), href);
    }
  });

  const isRefused = async (world: ClientWorld, clientId: string, redirect: string): Promise<boolean> => {
    const address = new URL('/authorize', world.issuer);
    const asked = { client_id: clientId, redirect_uri: redirect, scope: 'mail', ...challenge };
    address.search = new URLSearchParams({ response_type: 'code', ...asked }).toString();
    const response = await fetch(address, { redirect: 'manual' });
    return response.status === 400;
  };

  test('a path counts, and a name is no other name', async () => {
    const world = await open();
    await world.addClient({
      id: 'named',
      preset: 'native',
      redirectUris: ['http://127.0.0.1/cb', 'org.example.app:/cb'],
    });
    for (const redirect of ['http://127.0.0.1:7/cb', 'http://127.0.0.1/cb/', 'org.example.app:/cb']) {
      assert.equal(await isRefused(world, 'named', redirect), false, redirect);
    }
    for (const redirect of [
      'http://localhost/cb',
      'http://[::1]:7/cb',
      'http://127.0.0.1/',
      'http://127.0.0.1/cb?x',
      'http://127.0.0.1/cb/..',
      'http://user@127.0.0.1/cb',
      'http://127.0.0.1:7x/cb',
      'http://127.1/cb',
      'https://127.0.0.1/cb',
      'org.example.app:/cb/',
      'org.example.app://cb',
      'ORG.example.app:/cb',
    ]) {
      assert.equal(await isRefused(world, 'named', redirect), true, redirect);
    }
  });

  test('https on this machine is for the program that named it, and on no other port', async () => {
    const world = await open();
    for (const [redirect, refused] of [
      ['https://localhost', false],
      ['https://localhost/', false],
      ['https://localhost:444', true],
      ['https://localhost/x', true],
      ['https://127.0.0.1', true],
      ['https://localhost.evil.test', true],
    ] as const) {
      assert.equal(await isRefused(world, 'its-thunderbird', redirect), refused, redirect);
    }
    assert.equal(await isRefused(world, 'its-native', 'https://localhost'), true);
    await world.addClient({ id: 'window', preset: 'native', redirectUris: ['https://localhost'] });
    assert.equal(await isRefused(world, 'window', 'https://localhost'), false);
    assert.equal(await isRefused(world, 'window', 'invalid.postern:/'), true, 'the stand-in is nobody’s');
    const tokens = await world.connect('window', { redirect_uri: 'https://localhost' });
    assert.ok(tokens.refresh_token);
  });
});
