// POST /register: a program that knows nobody here becomes a client by itself (RFC 7591, draft-ietf-mailmaint-oauth-public).

import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Log } from '../../base/log.ts';
import type { Settings } from '../../config/settings.ts';
import { RegistrationError, type RegistrationErrorCode } from './registration-error.ts';
import { type RegistrationRequest, readRegistration, registeredGrantTypes } from './registration-request.ts';
import type { RegisteredClient, Registrations } from './registrations.ts';

export const registrationPath = '/register';

export interface RegistrationRouteParts {
  readonly registrations: Registrations;
  readonly log: Log;
  readonly settings: Pick<Settings, 'openRegistration' | 'brandName'>;
  /** The body as text; throws `AppError` for one that is cut off or too large. */
  readBody(ctx: Context, expected: { readonly what: string; readonly mostBytes: number }): Promise<string>;
  requestId(ctx: Context): string;
}

const mostBytes = 16 * 1024;

/** Where it is switched off, there is no such path. */
export function createRegistrationRoutes(parts: RegistrationRouteParts): Middleware {
  const router = new Router();
  if (parts.settings.openRegistration) {
    router.post(registrationPath, (ctx) => answer(ctx, parts));
    router.all(registrationPath, (ctx) => {
      ctx.status = 405;
      ctx.set('Allow', 'POST');
      ctx.body = '';
    });
  }
  return router.routes() as Middleware;
}

async function answer(ctx: Context, parts: RegistrationRouteParts): Promise<void> {
  ctx.set('Cache-Control', 'no-store');
  try {
    const request = readRegistration(await readJson(ctx, parts), parts.settings.brandName);
    const registered = await parts.registrations.register(request, ctx.ip);
    if (registered.outcome === 'throttled') {
      ctx.set('Retry-After', String(registered.retryAfterSeconds));
      refuse(ctx, 429, 'temporarily_unavailable', 'too many registrations');
      return;
    }
    ctx.status = 201;
    ctx.body = describe(request, registered);
    parts.log.info('a client registered itself', {
      clientId: registered.id,
      address: ctx.ip,
      requestId: parts.requestId(ctx),
    });
  } catch (error) {
    if (!(error instanceof RegistrationError)) {
      throw error;
    }
    refuse(ctx, 400, error.code, error.message);
  }
}

async function readJson(ctx: Context, { readBody }: RegistrationRouteParts): Promise<unknown> {
  if (!ctx.is('application/json')) {
    throw new RegistrationError('invalid_client_metadata', 'the body must be application/json');
  }
  const text = await readBody(ctx, { what: 'a registration', mostBytes });
  try {
    return JSON.parse(text);
  } catch {
    throw new RegistrationError('invalid_client_metadata', 'the body must be JSON');
  }
}

/** RFC 7591 section 3.2.1: all that was registered, also where it is other than what was asked for. */
function describe(request: RegistrationRequest, registered: RegisteredClient): object {
  const { scope, softwareId, softwareVersion, redirectUris } = request;
  return {
    client_id: registered.id,
    client_id_issued_at: Math.floor(registered.createdAt / 1000),
    client_name: registered.name,
    application_type: 'native',
    redirect_uris: redirectUris,
    token_endpoint_auth_method: 'none',
    grant_types: registeredGrantTypes,
    response_types: ['code'],
    ...(scope === undefined ? {} : { scope }),
    ...(softwareId === undefined ? {} : { software_id: softwareId }),
    ...(softwareVersion === undefined ? {} : { software_version: softwareVersion }),
  };
}

function refuse(
  ctx: Context,
  status: number,
  error: RegistrationErrorCode | 'temporarily_unavailable',
  description: string,
): void {
  ctx.status = status;
  ctx.body = { error, error_description: description };
}
