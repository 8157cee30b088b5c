// The only door to the provider's interactions: reads what a sign-in is for, and finishes it.

import type { Context } from 'koa';
import { type Client, errors, type Provider } from 'oidc-provider';
import { AppError } from '../base/app-error.ts';
import { isUnverified, rotatesRefreshToken } from './clients/provider-metadata.ts';
import { beginApproval } from './device-grant/begin-approval.ts';
import { type DeviceRequest, findDeviceRequest } from './device-grant/device-request.ts';
import { createGrant, isNative } from './grants.ts';
import { portalClientId } from './portal-client/portal-client.ts';
import { acrOf, type Factor, factorOf } from './proof/factor.ts';
import { type RequestedFactor, readRequestedFactor } from './proof/requested-factor.ts';
import { deviceReason, endedReason, factorReason } from './proof/sign-in-policy.ts';
import { requiredByClient } from './tokens/admission.ts';
import { hasMailScope, splitScope } from './tokens/mail-resource.ts';

/** What one sign-in is about, as its pages need it. */
export interface Interaction {
  readonly uid: string;
  readonly prompt: 'login' | 'consent';
  readonly client: InteractionClient;
  /** What the client asks for. */
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** Set where a device is to be connected that shows a code: nothing is redirected to it. */
  readonly device?: DeviceRequest;
  /** The client's guess who signs in (OpenID Connect Core section 3.1.2.1). */
  readonly loginHint: string | undefined;
  /** The languages that the client asks the pages in, the best first (section 3.1.2.1). */
  readonly uiLocales: readonly string[];
  /** Who is signed in already; always set at the `consent` prompt. */
  readonly accountId: string | undefined;
  /** Whose session this browser has that counts no more: something was changed, or all access was ended. */
  readonly endedAccountId: string | undefined;
  /** How strong a sign-in the client asks for in this request. */
  readonly asked: RequestedFactor;
  /** What the session has proven, where only a factor is missing and the password need not be asked again. */
  readonly standing: Proof | undefined;
  /** Set once it was finished: where the browser goes on. A second click leads there as well. */
  readonly finishedAt: string | undefined;
}

export interface InteractionClient {
  readonly id: string;
  readonly name: string;
  readonly isNative: boolean;
  /** It registered itself: nobody here has looked at it. */
  readonly isUnverified: boolean;
  /** Its refresh token stays the same, and does not live as long as others. */
  readonly doesNotRotate: boolean;
  /** The account pages: not an application of somebody else's. */
  readonly isPortal: boolean;
  /** What everybody must have proven who signs in to it. */
  readonly requireFactor?: Factor;
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
  /** The address of the same request again, from the password on: the person is another than the one of the session. */
  authorizeAgain(ctx: Context): Promise<string>;
  /** The client learns `access_denied` (RFC 6749 section 4.1.2.1), or that more was required than there is. */
  finishDenied(ctx: Context, error?: 'access_denied' | 'unmet_authentication_requirements'): Promise<string>;
}

export function createInteractions(provider: Provider): Interactions {
  return {
    get: async (ctx, uid) => {
      const found = await findInteraction(provider, ctx);
      if (found.uid !== uid) {
        throw new AppError('out-of-step', { detail: 'the page belongs to another sign-in of this browser' });
      }
      const { params, prompt, session, result, returnTo } = found;
      const isStepUp = prompt.name === 'login' && prompt.reasons.every((reason) => stepUps.includes(reason));
      const device = await findDeviceRequest(provider, found.deviceCode);
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
          isUnverified: isUnverified(client),
          doesNotRotate: !rotatesRefreshToken(client),
          isPortal: client.clientId === portalClientId,
          ...requirementOf(client),
        },
        scopes: splitScope(text(params.scope)),
        redirectUri: text(params.redirect_uri) ?? '',
        ...(device === undefined ? {} : { device }),
        loginHint: text(params.login_hint),
        uiLocales: splitScope(text(params.ui_locales)),
        accountId: session?.accountId,
        endedAccountId: prompt.reasons.includes(endedReason) ? session?.accountId : undefined,
        asked: readRequestedFactor(params),
        standing: isStepUp ? await findStanding(provider, session, prompt.reasons) : undefined,
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
    finishConsent: async (ctx, { accountId, client, scopes, device }) => {
      if (accountId === undefined) {
        throw new AppError('sign-in-expired', { detail: 'nobody is signed in' });
      }
      const isOwnDevice = client.isNative || device !== undefined;
      const consent = isOwnDevice
        ? {
            grantId: await createGrant(provider, { accountId, clientId: client.id, scope: scopes.join(' ') }),
          }
        : {};
      return provider.interactionResult(ctx.req, ctx.res, { consent });
    },
    authorizeAgain: async (ctx) => {
      const { params, deviceCode } = await findInteraction(provider, ctx);
      if (deviceCode !== undefined) {
        return beginApproval(provider, ctx, { deviceCode, params, asSomebodyElse: true });
      }
      const sent = Object.entries(params).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as [string, string]] : [],
      );
      const again = new URLSearchParams(sent);
      again.set('prompt', 'login');
      return `${provider.pathFor('authorization')}?${again}`;
    },
    finishDenied: (ctx, error = 'access_denied') =>
      provider.interactionResult(
        ctx.req,
        ctx.res,
        { error, error_description: descriptions[error] },
        { mergeWithLastSubmission: false },
      ),
  };
}

/** Reasons of a sign-in for which the password of the session stands. */
const stepUps: readonly string[] = [factorReason, deviceReason];

const descriptions = {
  access_denied: 'the person did not allow it',
  unmet_authentication_requirements: 'the person has no second step yet',
} as const;

function requirementOf(client: Client): { requireFactor?: Factor } {
  const requireFactor = requiredByClient(client);
  return requireFactor === undefined ? {} : { requireFactor };
}

/** The proof of the session as it is now; `auth_time` is that of its password. Trust in the browser was not enough here. */
async function findStanding(
  provider: Provider,
  asked: { uid?: string; accountId?: string } | undefined,
  reasons: readonly string[],
): Promise<Proof | undefined> {
  const session = asked?.uid === undefined ? undefined : await provider.Session.findByUid(asked.uid);
  const { accountId, loginTs, acr, amr = ['pwd'] } = session ?? {};
  if (accountId === undefined || accountId !== asked?.accountId || loginTs === undefined) {
    return undefined;
  }
  if (reasons.includes(deviceReason)) {
    return { accountId, factor: 1, amr: ['pwd'], authTime: loginTs };
  }
  const proven = amr.filter((method) => method !== 'rba');
  return { accountId, factor: factorOf(acr), amr: proven, authTime: loginTs };
}

/** Whether this sign-in connects a program to somebody's mail, on their device or on a web page. */
export function connectsProgram(interaction: Pick<Interaction, 'client' | 'scopes' | 'device'>): boolean {
  return interaction.client.isNative || interaction.device !== undefined || asksForMail(interaction);
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
