// The only door to the provider's interactions: reads what a sign-in is for, and finishes it.

import type { Context } from 'koa';
import { errors, type Provider } from 'oidc-provider';
import { AppError } from '../base/app-error.ts';
import { acrOf, type Factor } from './factor.ts';
import { createGrant, isNative } from './grants.ts';
import { hasMailScope, splitScope } from './mail-resource.ts';

/** What one sign-in is about, as its pages need it. */
export interface Interaction {
  readonly uid: string;
  readonly prompt: 'login' | 'consent';
  readonly client: InteractionClient;
  /** What the client asks for. */
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** The client's guess who signs in (OpenID Connect Core section 3.1.2.1). */
  readonly loginHint: string | undefined;
  /** Who is signed in already; always set at the `consent` prompt. */
  readonly accountId: string | undefined;
  /** Set once it was finished: where the browser goes on. A second click leads there as well. */
  readonly finishedAt: string | undefined;
}

export interface InteractionClient {
  readonly id: string;
  readonly name: string;
  readonly isNative: boolean;
}

/** What a finished sign-in proved. */
export interface Proof {
  readonly accountId: string;
  readonly factor: Factor;
  /** RFC 8176. */
  readonly amr: readonly string[];
  /** Seconds since 1970. */
  readonly authTime: number;
}

export interface Interactions {
  /**
   * The interaction of this browser's cookie. Throws `sign-in-expired` when there is none, `out-of-step` when it is
   * another than the page's address names.
   */
  get(ctx: Context, uid: string): Promise<Interaction>;
  /** Each `finish…` answers the address the browser goes on to. */
  finishLogin(ctx: Context, proof: Proof): Promise<string>;
  finishConsent(ctx: Context, interaction: Interaction): Promise<string>;
  /** The client learns `access_denied` (RFC 6749 section 4.1.2.1). */
  finishDenied(ctx: Context): Promise<string>;
}

export function createInteractions(provider: Provider): Interactions {
  return {
    get: async (ctx, uid) => {
      const found = await findInteraction(provider, ctx);
      if (found.uid !== uid) {
        throw new AppError('out-of-step', { detail: 'the page belongs to another sign-in of this browser' });
      }
      const { params, prompt, session, result, returnTo } = found;
      const client = await provider.Client.find(String(params.client_id));
      if (client === undefined) {
        throw new AppError('sign-in-expired', { detail: 'the client is gone' });
      }
      return {
        uid: found.uid,
        prompt: prompt.name === 'consent' ? 'consent' : 'login',
        client: {
          id: client.clientId,
          name: client.clientName ?? client.clientId,
          isNative: isNative(client),
        },
        scopes: splitScope(text(params.scope)),
        redirectUri: text(params.redirect_uri) ?? '',
        loginHint: text(params.login_hint),
        accountId: session?.accountId,
        finishedAt: result === undefined ? undefined : returnTo,
      };
    },
    finishLogin: (ctx, { accountId, factor, amr, authTime }) =>
      provider.interactionResult(
        ctx.req,
        ctx.res,
        // Complete, and over whatever an earlier prompt left: nothing is inherited from a half-done sign-in.
        { login: { accountId, acr: acrOf(factor), amr: [...amr], ts: authTime, remember: true } },
        { mergeWithLastSubmission: false },
      ),
    finishConsent: async (ctx, { accountId = '', client, scopes }) => {
      const consent = client.isNative
        ? {
            grantId: await createGrant(provider, { accountId, clientId: client.id, scope: scopes.join(' ') }),
          }
        : {};
      return provider.interactionResult(ctx.req, ctx.res, { consent });
    },
    finishDenied: (ctx) =>
      provider.interactionResult(
        ctx.req,
        ctx.res,
        { error: 'access_denied', error_description: 'the person did not allow it' },
        { mergeWithLastSubmission: false },
      ),
  };
}

/** Whether a token with these scopes will read mail: what the consent page says about it. */
export function asksForMail({ scopes }: Pick<Interaction, 'scopes'>): boolean {
  return hasMailScope(scopes);
}

async function findInteraction(provider: Provider, ctx: Context) {
  try {
    return await provider.interactionDetails(ctx.req, ctx.res);
  } catch (error) {
    if (error instanceof errors.SessionNotFound) {
      throw new AppError('sign-in-expired', { cause: error });
    }
    throw error;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
