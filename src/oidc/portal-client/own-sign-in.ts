// How the account pages sign people in: like any client, by authorization code with PKCE, redeemed in this process.

import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { errors, type Provider } from 'oidc-provider';
import { AppError } from '../../base/app-error.ts';
import { randomToken } from '../../base/random-ids.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { Devices } from '../devices.ts';
import { acrOf, type Factor, factorOf } from '../proof/factor.ts';
import {
  endBrowserSession,
  findBrowserSession,
  type SessionLifeParts,
  saveBrowserSession,
} from './browser-session.ts';
import { portalClientId, portalRedirectUri } from './portal-client.ts';

/** What a finished sign-in at the account pages proved. */
export interface SignedIn {
  readonly accountId: string;
  /** Seconds since 1970. */
  readonly authTime: number;
  readonly factor: Factor;
  /** RFC 8176. */
  readonly amr: readonly string[];
  /** The browser's session behind it. */
  readonly sessionUid: string;
}

/** What is asked of the sign-in beyond what is required of everybody. */
export interface SignInAsk {
  /** 0: in any case now. */
  readonly maxAgeSeconds?: number;
  /** The password is asked for also where a session is. */
  readonly promptLogin?: boolean;
  readonly factor?: Factor;
  /** The name to suggest. */
  readonly loginHint?: string;
}

export interface OwnSignIn {
  /** `kept`: what this browser must bring back; it goes into a cookie. */
  begin(ask?: SignInAsk): { readonly address: string; readonly kept: string };
  /**
   * `answer`: the query of the callback; `denied`: the sign-in ended with an error. Exactly one success for a code. Throws
   * `sign-in-expired` for the answer to another browser's sign-in, and for a spent, foreign or expired code.
   */
  redeem(kept: string, answer: URLSearchParams): Promise<SignedIn | 'denied'>;
  /** Whether the browser's session is still there and this account's. */
  isOpen(session: Pick<SignedIn, 'sessionUid' | 'accountId'>): Promise<boolean>;
  /** Who is busy at the account pages is not idle: gives the session of this browser a new idle time. False when it is gone. */
  keepOpen(ctx: Context, session: Pick<SignedIn, 'sessionUid' | 'accountId'>): Promise<boolean>;
  /** Whose session this browser has, dead by the account's stamps or not; undefined: none. */
  findAccountId(ctx: Context): Promise<string | undefined>;
  /** Ends the session of this browser, whoever it belongs to, and what was allowed to apps for as long as it lasts. */
  end(ctx: Context): Promise<void>;
}

export interface OwnSignInParts extends SessionLifeParts {
  readonly devices: Pick<Devices, 'endGrant'>;
  readonly settings: SessionLifeParts['settings'] & { readonly issuer: string };
}

type Code = InstanceType<Provider['AuthorizationCode']>;

export function createOwnSignIn(provider: Provider, parts: OwnSignInParts): OwnSignIn {
  const { issuer } = parts.settings;
  return {
    begin: (ask = {}) => {
      const [state, verifier] = [randomToken(), randomToken()];
      const address = new URL(provider.pathFor('authorization'), issuer);
      address.search = authorizationRequest(ask, { issuer, state, verifier }).toString();
      return { address: address.href, kept: `${state}.${verifier}` };
    },
    redeem: async (kept, answer) => {
      const [state = '', verifier = ''] = kept.split('.');
      if (!isSame(answer.get('state') ?? '', state) || answer.get('iss') !== issuer) {
        throw expired('the answer is not to a sign-in of this browser');
      }
      if (answer.has('error')) {
        return 'denied';
      }
      const code = await provider.AuthorizationCode.find(answer.get('code') ?? '');
      if (code === undefined || !isFor(code, issuer, verifier)) {
        throw expired('the code is unknown, expired, or for another client or browser');
      }
      await spend(code);
      return readSignedIn(code);
    },
    isOpen: async ({ sessionUid, accountId }) =>
      (await provider.Session.findByUid(sessionUid))?.accountId === accountId,
    keepOpen: async (ctx, asked) => {
      const session = await findBrowserSession(provider, ctx, asked);
      if (session === undefined) {
        return false;
      }
      await saveBrowserSession(provider, ctx, session, parts);
      return true;
    },
    findAccountId: async (ctx) => (await provider.Session.get(ctx)).accountId,
    end: (ctx) => endBrowserSession(provider, ctx, parts.devices),
  };
}

/** RFC 6749 section 4.1.1, RFC 7636 section 4.3, OpenID Connect Core section 3.1.2.1. */
function authorizationRequest(
  { maxAgeSeconds, promptLogin, factor = 1, loginHint }: SignInAsk,
  { issuer, state, verifier }: { issuer: string; state: string; verifier: string },
): URLSearchParams {
  return new URLSearchParams({
    client_id: portalClientId,
    redirect_uri: portalRedirectUri(issuer),
    response_type: 'code',
    scope: 'openid',
    state,
    code_challenge: sha256(verifier),
    code_challenge_method: 'S256',
    ...(maxAgeSeconds === undefined ? {} : { max_age: String(maxAgeSeconds) }),
    ...(promptLogin === true ? { prompt: 'login' } : {}),
    ...(factor === 1 ? {} : { acr_values: acrOf(factor) }),
    ...(loginHint === undefined ? {} : { login_hint: loginHint }),
  });
}

/** What the token endpoint would ask (RFC 6749 section 4.1.3, RFC 7636 section 4.6); one that has expired is not found. */
function isFor(code: Code, issuer: string, verifier: string): boolean {
  return (
    code.clientId === portalClientId &&
    code.redirectUri === portalRedirectUri(issuer) &&
    code.codeChallengeMethod === 'S256' &&
    isSame(code.codeChallenge ?? '', sha256(verifier))
  );
}

/** One conditional write: of all who bring the code at once, one gets through. */
async function spend(code: Code): Promise<void> {
  try {
    await code.consume();
  } catch (error) {
    throw error instanceof errors.InvalidGrant ? expired('the code was used before', error) : error;
  }
}

function readSignedIn({ accountId, authTime, acr, amr, sessionUid }: Code): SignedIn {
  if (accountId === undefined || authTime === undefined || sessionUid === undefined) {
    throw expired('the code proves nothing');
  }
  return { accountId, authTime, factor: factorOf(acr), amr: amr ?? ['pwd'], sessionUid };
}

/** An empty text is the same as nothing. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length > 0 && one.length === other.length && timingSafeEqual(one, other);
}

function expired(detail: string, cause?: unknown): AppError {
  return new AppError('sign-in-expired', { detail, ...(cause === undefined ? {} : { cause }) });
}
