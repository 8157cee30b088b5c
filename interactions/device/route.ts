// /device: the door for programs without a browser of their own. Behind the right code the sign-in goes on as any other.

import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Log } from '../../src/base/log.ts';
import type { Settings } from '../../src/config/settings.ts';
import type { Csrf } from '../../src/http/csrf.ts';
import { readForm } from '../../src/http/form.ts';
import { sendPage } from '../../src/http/page.ts';
import type { DeviceGrants } from '../../src/oidc/device-grant/device-grants.ts';
import type { PageFrame } from '../../src/views/layout.ts';
import { type UserCodeError, userCodeView } from './view.ts';

export interface DeviceRouteParts {
  readonly deviceGrants: DeviceGrants;
  readonly csrf: Csrf;
  readonly log: Log;
  readonly settings: Pick<Settings, 'deviceFlow'>;
  frame(ctx: Context): PageFrame;
  requestId(ctx: Context): string;
}

const path = '/device';

/** Where it is switched off, there is no such path. */
export function createDeviceRoutes(parts: DeviceRouteParts): Middleware {
  const router = new Router();
  if (parts.settings.deviceFlow) {
    router.get(path, (ctx) => sendPage(ctx, userCodeView(parts.frame(ctx))));
    router.post(path, (ctx) => enter(ctx, parts));
    // The provider has a page of its own at this address.
    router.all(path, (ctx) => {
      ctx.status = 405;
      ctx.set('Allow', 'GET, HEAD, POST');
      ctx.body = '';
    });
  }
  return router.routes() as Middleware;
}

async function enter(ctx: Context, parts: DeviceRouteParts): Promise<void> {
  const form = await readForm(ctx);
  parts.csrf.require(ctx, form);
  // What ties a form to its browser tells this browser from every other.
  const browser = parts.csrf.token(ctx);
  const entered = await parts.deviceGrants.enter(ctx, { userCode: form.get('user_code'), browser });
  switch (entered.outcome) {
    case 'found':
      ctx.redirect(entered.address);
      ctx.status = 303;
      return;
    case 'wrong':
      return refuse(ctx, parts, 422, 'wrong');
    case 'throttled':
      ctx.set('Retry-After', String(entered.retryAfterSeconds));
      return refuse(ctx, parts, 429, entered);
  }
}

function refuse(
  ctx: Context,
  { frame, log, requestId }: DeviceRouteParts,
  status: 422 | 429,
  error: UserCodeError,
): void {
  log.info('a user code was refused', { status, address: ctx.ip, requestId: requestId(ctx) });
  sendPage(ctx, userCodeView(frame(ctx), { error }), status);
}
