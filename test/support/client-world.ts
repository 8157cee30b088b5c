// Programs and their provider, without pages: alice allows everything at once, and each request goes out exactly as a program sends it.

import assert from 'node:assert/strict';
import type { NewClient } from '../../src/oidc/clients/clients.ts';
import { sha256 } from '../../src/secrets/hashing.ts';
import { createBrowser } from './browser.ts';
import type { OpenTestStore } from './engines.ts';
import { type PortalStandIn, type PortalStandInOptions, startPortalStandIn } from './portal-stand-in.ts';

export const verifier = 'a-verifier-of-at-least-forty-three-characters';
/** What a program sends that knows PKCE. */
export const challenge = { code_challenge: sha256(verifier), code_challenge_method: 'S256' } as const;
export const loopback = 'http://localhost:8083/';

export type Fields = Readonly<Record<string, string>>;

/** How a program says who it is: fields of the body, and the Authorization header. */
export interface Sent {
  readonly fields?: Fields;
  readonly authorization?: string;
  /** Of the program, behind the trusted proxy. */
  readonly address?: string;
  /** Where a mail server says that the person is. */
  readonly remote?: string;
}

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

export interface ClientWorld extends PortalStandIn {
  readonly accountId: string;
  /** Adds a client; answers its secret, empty for a public one. */
  addClient(client: NewClient): Promise<string>;
  /** An authorization in a browser of its own; answers where it ends. */
  authorize(fields: Fields): Promise<URL>;
  /** The same for a program that must get a code. */
  authorizeCode(fields: Fields): Promise<string>;
  post(path: string, fields: Fields, sent?: Sent): Promise<Reply>;
  /** From the authorization to the tokens, as a public program with PKCE. */
  connect(clientId: string, fields?: Fields, sent?: Sent): Promise<Readonly<Record<string, string>>>;
  refresh(clientId: string, token: string | undefined, sent?: Sent): Promise<Reply>;
  /** What a mail service is told; `remote`: where it says that the person is. */
  introspect(
    service: { name: string; secret: string },
    token: string | undefined,
    remote?: string,
  ): Promise<Reply['body']>;
  addService(name: string, policy?: object): Promise<{ name: string; secret: string }>;
}

/** The proxy that tells the program's address is this machine. */
export async function openClientWorld(
  openStore: OpenTestStore,
  { settings, ...options }: PortalStandInOptions = {},
): Promise<ClientWorld> {
  const portal = await startPortalStandIn(openStore, {
    ...options,
    settings: { trustedProxies: ['127.0.0.1'], ...settings },
  });
  const password = { text: 'seven green bottles', setBy: 'owner' } as const;
  const emails = ['alice@example.test'];
  const added = await portal.accounts.add({ username: 'alice', password, emails });
  assert.ok(added.outcome === 'added');
  const accountId = added.account.id;
  portal.prove({ accountId, factor: 1, amr: ['pwd'] });

  const post: ClientWorld['post'] = async (
    path,
    fields,
    { fields: who = {}, authorization, address, remote } = {},
  ) => {
    const headers = {
      ...(authorization === undefined ? {} : { authorization }),
      ...(address === undefined ? {} : { 'x-forwarded-for': address }),
      ...(remote === undefined ? {} : { 'x-dovecot-auth-remote': remote }),
    };
    const body = new URLSearchParams({ ...who, ...fields });
    const response = await fetch(new URL(path, portal.issuer), { method: 'POST', headers, body });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers };
  };
  const authorize: ClientWorld['authorize'] = async (fields) => {
    const address = new URL('/authorize', portal.issuer);
    address.search = new URLSearchParams({ response_type: 'code', ...fields }).toString();
    const { url, html } = await createBrowser(portal.issuer).open(address);
    assert.notEqual(url.origin, portal.issuer, html);
    return url;
  };
  const authorizeCode: ClientWorld['authorizeCode'] = async (fields) => {
    const { searchParams } = await authorize(fields);
    assert.equal(searchParams.get('iss'), portal.issuer);
    return searchParams.get('code') ?? assert.fail(`no code: ${searchParams}`);
  };
  return {
    ...portal,
    accountId,
    addClient: async (client) => {
      const made = await portal.clients.add(client);
      assert.ok(made.outcome === 'added');
      return made.secret ?? '';
    },
    authorize,
    authorizeCode,
    post,
    connect: async (clientId, fields = {}, sent = {}) => {
      const base = { client_id: clientId, redirect_uri: loopback, scope: 'mail', ...challenge, ...fields };
      const code = await authorizeCode(base);
      const { status, body } = await post(
        '/token',
        {
          grant_type: 'authorization_code',
          client_id: clientId,
          code,
          redirect_uri: base.redirect_uri,
          code_verifier: verifier,
        },
        sent,
      );
      assert.equal(status, 200, JSON.stringify(body));
      return body as Readonly<Record<string, string>>;
    },
    refresh: (clientId, token = '', sent = {}) =>
      post('/token', { grant_type: 'refresh_token', client_id: clientId, refresh_token: token }, sent),
    introspect: async ({ name, secret }, token = '', remote) => {
      const fields = { token, client_id: name, client_secret: secret };
      const { status, body } = await post('/introspect', fields, remote === undefined ? {} : { remote });
      assert.equal(status, 200);
      return body;
    },
    addService: async (name, policy = {}) => {
      const made = await portal.mailServices.add({ name, ...policy });
      assert.ok(made.outcome === 'added');
      return made;
    },
  };
}
