// A web app that lets people sign in with Postern: OpenID Connect by a library, as any app would do it.

import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import * as oidc from 'openid-client';
import { failedPage, type SignedInPerson, signedInPage, signedOutPage } from './pages/sample-app.ts';
import type { SampleClient } from './people.ts';
import { sendPage, startSite } from './site.ts';

export interface SampleAppOptions extends SampleClient {
  readonly issuer: string;
  readonly address: string;
  /** Where the demo's start page is. */
  readonly demo: string;
}

interface Session {
  /** What the answer to a sign-in under way must fit. */
  readonly pending?: { readonly state: string; readonly nonce: string; readonly verifier: string };
  readonly person?: SignedInPerson & { readonly idToken: string };
}

const cookieName = 'sample-app';

export async function startSampleApp(options: SampleAppOptions): Promise<() => void> {
  const { issuer, address, demo, clientId, clientSecret } = options;
  const authentication = oidc.ClientSecretBasic(clientSecret);
  const config = await oidc.discovery(new URL(issuer), clientId, undefined, authentication, {
    // Plain HTTP: all of this stays on one machine.
    execute: [oidc.allowInsecureRequests],
  });
  const sessions = new Map<string, Session>();
  const findSession = (ctx: Context): Session => sessions.get(ctx.cookies.get(cookieName) ?? '') ?? {};
  /** A new name at every change: what was known before is worth nothing after. */
  const keep = (ctx: Context, session: Session): void => {
    sessions.delete(ctx.cookies.get(cookieName) ?? '');
    const name = randomBytes(32).toString('base64url');
    sessions.set(name, session);
    ctx.cookies.set(cookieName, name, { httpOnly: true, sameSite: 'lax' });
  };

  return startSite({ address, color: '#8a3b12', policy: ["frame-ancestors 'none'"] }, (router) => {
    router
      .get('/', (ctx) => {
        const { person } = findSession(ctx);
        sendPage(ctx, person === undefined ? signedOutPage(demo) : signedInPage(demo, person, Date.now()));
      })
      .get('/sign-in', async (ctx) => {
        const { pending, url } = await begin(config, address, ctx.query.step === 'second');
        keep(ctx, { ...findSession(ctx), pending });
        ctx.redirect(url.href);
      })
      .get('/callback', async (ctx) => {
        const { pending } = findSession(ctx);
        const answer = new URL(ctx.originalUrl, address);
        const person = pending && (await finish(config, answer, pending));
        if (person === undefined) {
          sendPage(ctx, failedPage(demo), 400);
        } else {
          keep(ctx, { person });
          ctx.redirect('/');
        }
      })
      .post('/sign-out', (ctx) => {
        const { person } = findSession(ctx);
        keep(ctx, {});
        ctx.status = 303;
        ctx.redirect(person === undefined ? '/' : endAddress(config, address, person.idToken));
      });
  });
}

async function begin(config: oidc.Configuration, address: string, needsSecondStep: boolean) {
  const pending = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${address}/callback`,
    scope: 'openid profile email',
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    ...(needsSecondStep ? { acr_values: 'urn:postern:factor:2' } : {}),
  });
  return { pending, url };
}

/** `undefined` when the person went back, or the answer is not to this browser's question. */
async function finish(
  config: oidc.Configuration,
  answer: URL,
  { state, nonce, verifier }: NonNullable<Session['pending']>,
): Promise<Session['person']> {
  try {
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
    const tokens = await oidc.authorizationCodeGrant(config, answer, checks);
    const idClaims = tokens.claims();
    if (idClaims === undefined || tokens.id_token === undefined) {
      return undefined;
    }
    const claims = { ...idClaims, ...(await oidc.fetchUserInfo(config, tokens.access_token, idClaims.sub)) };
    return { idToken: tokens.id_token, claims };
  } catch {
    return undefined;
  }
}

function endAddress(config: oidc.Configuration, address: string, idToken: string): string {
  const parameters = { id_token_hint: idToken, post_logout_redirect_uri: `${address}/` };
  return oidc.buildEndSessionUrl(config, parameters).href;
}
