// The authorization server: oidc-provider with our records, keys and rules, and the few places where we shape its answers.

import { timingSafeEqual } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { Context, Middleware } from 'koa';
import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { AppError } from '../base/app-error.ts';
import { nameBrowser } from '../base/browser-name.ts';
import type { Log } from '../base/log.ts';
import { maskPath } from '../base/mask-path.ts';
import { randomId } from '../base/random-ids.ts';
import { sha256 } from '../secrets/hashing.ts';
import { hasWindow, nowhere, responseModes } from './clients/provider-metadata.ts';
import { acceptPublicBasic } from './clients/public-basic.ts';
import { type ConfigurationParts, createConfiguration } from './configuration.ts';
import { shapeDeviceAnswer } from './device-grant/answer.ts';
import type { Devices } from './devices.ts';
import { isNative } from './grants.ts';
import { readPassingForm } from './pages/passing-form.ts';
import { createRefreshTokenForm, type RefreshTokenForm } from './records/refresh-token-form.ts';
import type { Registrations } from './registration/registrations.ts';
import { createFixedTokens } from './tokens/fixed-tokens.ts';
import { shapeIntrospectionAnswer } from './tokens/introspection.ts';
import { type ReuseNoticesParts, tellOwnersOfReuse } from './tokens/reuse-notices.ts';
import { shapeTokenAnswer, type TokenAnswerParts } from './tokens/token-answer.ts';

export interface ProviderParts extends Omit<ConfigurationParts, 'form' | 'fixedTokens'> {
  readonly audit: ReuseNoticesParts['audit'];
  readonly log: Log;
  readonly registrations: Pick<Registrations, 'keep'>;
  /** Behind the end of this browser's session, wherever it was asked for: what else ends in this browser. */
  signedOut(ctx: Context): Promise<void>;
}

export function createProvider(parts: ProviderParts): Provider {
  const form = createRefreshTokenForm(parts.keys.refreshTokens);
  const fixedTokens = createFixedTokens(parts);
  const configuration = createConfiguration({ ...parts, form, fixedTokens });
  const provider = new Provider(parts.settings.issuer, configuration);
  // One hop: what stands before Koa has left exactly one address and one scheme.
  provider.proxy = true;
  provider.maxIpsCount = 1;
  compareHashedSecrets(provider);
  matchWindows(provider);
  computeRefreshTokens(provider, form);
  shortenGrantIds(provider);
  provider.use(shapeAnswers({ ...parts, fixedTokens }));
  acceptPublicBasic(provider);
  logEvents(provider, parts);
  tellOwnersOfReuse(provider, parts);
  return provider;
}

/** The stored "secret" of a client is the SHA-256 of it, or of several that work. */
function compareHashedSecrets(provider: Provider): void {
  provider.Client.prototype.compareClientSecret = function compare(actual) {
    const given = Buffer.from(sha256(actual));
    return (this.clientSecret ?? '').split(' ').some((hash) => {
      const expected = Buffer.from(hash);
      return expected.length === given.length && timingSafeEqual(expected, given);
    });
  };
}

/** Redirects that a native client has and the provider would not keep. */
function matchWindows(provider: Provider): void {
  const { prototype } = provider.Client;
  const isAllowed = prototype.redirectUriAllowed;
  prototype.redirectUriAllowed = function match(uri) {
    return uri !== nowhere && (hasWindow(this, uri) || isAllowed.call(this, uri));
  };
}

/** The successor of a rotated token is computed from it; the provider tells which one it rotates in its context. */
function computeRefreshTokens(provider: Provider, form: RefreshTokenForm): void {
  const model = provider.RefreshToken.prototype as unknown as { generateTokenId(): string };
  model.generateTokenId = () => {
    const entities = Provider.ctx?.oidc.entities as { RotatedRefreshToken?: { jti: string } } | undefined;
    const rotated = entities?.RotatedRefreshToken;
    return rotated === undefined ? form.begin() : form.successor(rotated.jti);
  };
}

/** A grant's id is its device's: people type it on the command line. */
function shortenGrantIds(provider: Provider): void {
  const model = provider.Grant.prototype as unknown as { generateTokenId(): string };
  model.generateTokenId = randomId;
}

/** What went wrong inside the provider: it answers first, and tells afterwards. */
const faults = new WeakMap<object, unknown>();

function shapeAnswers(parts: ProviderParts & TokenAnswerParts): Middleware {
  const { devices, pages, log } = parts;
  return async (koaCtx, next) => {
    const ctx = koaCtx as unknown as KoaContextWithOIDC;
    try {
      await next();
      const fault = faults.get(ctx);
      if (fault instanceof AppError) {
        throw fault;
      }
      const route = ctx.oidc?.route;
      const passing = readPassingForm(ctx.body);
      if (passing !== undefined) {
        pages.renderPassing(ctx, passing);
      }
      if (route === undefined && ctx.status === 404) {
        throw new AppError('not-found');
      }
      if (route === 'token' && ctx.status === 200) {
        await shapeTokenAnswer(ctx, parts);
      } else if (route === 'device_authorization') {
        shapeDeviceAnswer(ctx, pages.sayDevice);
      } else if (route === 'authorization' || route === 'resume' || route === 'device_resume') {
        await noteAllowed(ctx, devices);
      } else if (route === 'end_session_confirm' && isDestroyed(ctx.oidc.session)) {
        await parts.signedOut(koaCtx);
      } else if (route === 'introspection') {
        shapeIntrospectionAnswer(ctx);
      } else if (route === 'discovery' && ctx.status === 200) {
        // RFC 8414 section 2: what is said is what is done. The provider names a mode that our clients may not use.
        ctx.body = { ...(ctx.body as object), response_modes_supported: responseModes };
      }
    } catch (error) {
      if (!(error instanceof AppError)) {
        throw error;
      }
      const reason = reasonOf(error);
      const facts = { code: error.code, reason, path: maskPath(ctx.path), requestId: pages.requestId(ctx) };
      log[error.status >= 500 ? 'warn' : 'info']('request refused', facts);
      pages.renderRefusal(ctx, error);
    }
  };
}

function isDestroyed(session: KoaContextWithOIDC['oidc']['session']): boolean {
  return (session as { destroyed?: boolean } | undefined)?.destroyed === true;
}

/** In which browser a person allowed something: a web application runs elsewhere, a program is told apart by it. */
async function noteAllowed(ctx: KoaContextWithOIDC, devices: Devices): Promise<void> {
  const { client, entities } = ctx.oidc;
  const code = entities.AuthorizationCode ?? entities.DeviceCode;
  if (code?.grantId === undefined) {
    return;
  }
  const { grantId, remainingTTL: codeSeconds } = code;
  if (!isNative(client)) {
    await devices.noteBrowser(grantId, ctx.ip, codeSeconds);
  }
  if (isNative(client) || entities.DeviceCode !== undefined) {
    const browser = nameBrowser(ctx.get('user-agent'));
    const allowed = {
      address: ctx.ip,
      ...(browser === undefined ? {} : { browser }),
      ...(entities.DeviceCode === undefined ? {} : { byCode: true as const }),
    };
    await devices.noteAllowed(grantId, allowed, codeSeconds);
  }
}

/** The client, or what the request says that it is: an administrator finds the wrongly configured program by that. */
function nameClient({ oidc }: KoaContextWithOIDC): string | undefined {
  const claimed = oidc?.params?.client_id ?? oidc?.body?.client_id;
  return oidc?.client?.clientId ?? (typeof claimed === 'string' ? claimed.slice(0, 128) : undefined);
}

function reasonOf({ detail, cause }: AppError): string {
  return detail ?? (cause instanceof Error ? cause.message : '');
}

/** Reasons are logged once and precisely; the client was told less. Listeners are synchronous and never throw. */
function logEvents(provider: Provider, { log, pages }: ProviderParts): void {
  const refused = (event: string) => (ctx: KoaContextWithOIDC, error: Error) => {
    if (error instanceof errors.AuthorizationPending || error instanceof errors.SlowDown) {
      // A device asks every few seconds.
      return;
    }
    const { error_detail: detail, error_description: description } = error as Error & Record<string, string>;
    log.info(`${event} refused`, {
      error: error.message,
      reason: detail ?? description ?? '',
      clientId: nameClient(ctx),
      address: ctx.ip,
      requestId: pages.requestId(ctx),
    });
  };
  provider.on('authorization.error', refused('authorization'));
  provider.on('grant.error', refused('token request'));
  provider.on('device_authorization.error', refused('device authorization'));
  provider.on('device_resume.error', refused('connection of a device'));
  provider.on('introspection.error', refused('introspection'));
  provider.on('revocation.error', refused('revocation'));
  provider.on('userinfo.error', refused('userinfo'));
  provider.on('grant.revoked', (ctx, grantId) => {
    const { client, account } = ctx.oidc;
    log.warn('grant ended', {
      grantId,
      clientId: client?.clientId,
      accountId: account?.accountId,
      address: ctx.ip,
      requestId: pages.requestId(ctx),
    });
  });
  // Thrown outside of the provider's own error handling: Koa has answered 500 without a word.
  const application: EventEmitter = provider;
  application.on('error', (error: NodeJS.ErrnoException & { status?: number }) => {
    // A body that was cut off, or a connection that broke, is the other side's doing.
    if (error.code === 'ECONNRESET' || error.code?.startsWith('HPE_') || (error.status ?? 500) < 500) {
      log.info('request cut off', { reason: error.message });
    } else {
      log.error('fault in the provider', {}, error);
    }
  });
  provider.on('server_error', (ctx, error) => {
    faults.set(ctx, error);
    if (!(error instanceof AppError)) {
      log.error('fault in the provider', { requestId: pages.requestId(ctx) }, error);
    }
  });
}
