// A person's sign-in without a browser: follows 303s, keeps cookies, fills each form as it comes, ends with the tokens.

import { createHash, randomBytes } from 'node:crypto';
import { type CookieJar, createCookieJar } from './sign-in-over-http-cookies.ts';
import { type PageForm, readForm } from './sign-in-over-http-form.ts';

export interface SignInRequest {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly redirectUri: string;
  /** Separated by spaces. */
  readonly scope: string;
  readonly username: string;
  readonly password: string;
  /** Asked for when a page wants a code: each answer must be a code not used before. */
  readonly code: () => string | Promise<string>;
  /** Kept from an earlier sign-in, the browser is known and its session alive. */
  readonly cookies?: CookieJar;
  /** More parameters of the authorization request. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface SignInTokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
  /** The whole answer of the token endpoint. */
  readonly answer: Readonly<Record<string, unknown>>;
}

/** Where the authorization ended: the parameters of the redirect to the client. */
export interface AuthorizationEnd {
  readonly parameters: URLSearchParams;
  readonly verifier: string;
}

/** Signs in and redeems the code; throws with the last page when anything else than tokens comes out. */
export async function signInOverHttp(request: SignInRequest): Promise<SignInTokens> {
  const { parameters, verifier } = await authorizeOverHttp(request);
  const code = parameters.get('code');
  if (code === null || parameters.get('iss') !== request.issuer) {
    throw new Error(`the authorization ended without code or with a foreign issuer: ${parameters}`);
  }
  const response = await postToken(request, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: request.redirectUri,
    code_verifier: verifier,
  });
  if (response.status !== 200) {
    throw new Error(`the code was refused: ${response.status} ${await response.text()}`);
  }
  return readTokens(await response.json());
}

/** Sends a client's request to a token-like endpoint: `/token`, `/revoke` or `/introspect`. */
export function postToken(
  client: Pick<SignInRequest, 'issuer' | 'clientId' | 'clientSecret'>,
  fields: Readonly<Record<string, string>>,
  path = '/token',
): Promise<Response> {
  const secret = client.clientSecret === undefined ? {} : { client_secret: client.clientSecret };
  const body = new URLSearchParams({ client_id: client.clientId, ...secret, ...fields });
  return fetch(new URL(path, client.issuer), { method: 'POST', body });
}

/** Walks from the authorization request to the redirect back to the client. */
export async function authorizeOverHttp(request: SignInRequest): Promise<AuthorizationEnd> {
  const cookies = request.cookies ?? createCookieJar();
  const verifier = randomBytes(32).toString('base64url');
  let next: Visit = { url: authorizationUrl(request, verifier) };
  // A sign-in has a handful of pages; more means that one of them comes again and again.
  for (let visits = 0; visits < 30; visits += 1) {
    const response = await visit(next, cookies);
    const location = response.headers.get('location');
    if (location === null) {
      next = await fillPage(response, next.url, request);
    } else if (location.startsWith(request.redirectUri)) {
      return { parameters: new URL(location).searchParams, verifier };
    } else {
      next = { url: new URL(location, next.url) };
    }
  }
  throw new Error(`the sign-in goes in circles, last at ${next.url.pathname}`);
}

interface Visit {
  readonly url: URL;
  readonly body?: URLSearchParams;
}

function authorizationUrl(request: SignInRequest, verifier: string): URL {
  const url = new URL('/authorize', request.issuer);
  url.search = new URLSearchParams({
    client_id: request.clientId,
    response_type: 'code',
    redirect_uri: request.redirectUri,
    scope: request.scope,
    state: randomBytes(8).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...request.parameters,
  }).toString();
  return url;
}

async function visit({ url, body }: Visit, cookies: CookieJar): Promise<Response> {
  const headers = new Headers({ accept: 'text/html' });
  const cookie = cookies.header(url);
  if (cookie !== '') {
    headers.set('cookie', cookie);
  }
  if (body !== undefined) {
    headers.set('origin', url.origin);
  }
  const post = body === undefined ? {} : { method: 'POST', body };
  const response = await fetch(url, { ...post, headers, redirect: 'manual' });
  cookies.keep(response, url);
  return response;
}

/** Fills the fields a person would; throws at an error page, a page without form, and a refused form. */
async function fillPage(response: Response, url: URL, request: SignInRequest): Promise<Visit> {
  const html = await response.text();
  const form = readForm(html);
  if (response.status !== 200 || form === undefined) {
    throw new Error(`${url.pathname} answered ${response.status}:\n${html}`);
  }
  return { url: new URL(form.action || url, url), body: await fillForm(form, request) };
}

async function fillForm(form: PageForm, request: SignInRequest): Promise<URLSearchParams> {
  const body = new URLSearchParams(form.hidden);
  if (form.fields.has('username')) {
    body.set('username', request.username);
  }
  if (form.fields.has('password')) {
    body.set('password', request.password);
  }
  if (form.fields.has('code')) {
    body.set('code', await request.code());
  }
  if (form.firstButton !== undefined) {
    body.append(...form.firstButton);
  }
  return body;
}

function readTokens(answer: unknown): SignInTokens {
  const fields: Record<string, unknown> = { ...(answer as object) };
  const text = (name: string): string | undefined => {
    const value = fields[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    accessToken: text('access_token') ?? '',
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    answer: fields,
  };
}
