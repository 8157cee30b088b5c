// Whatever is thrown ends here, once: refusals with their status and sentence, everything else as a fault that says nothing.

import type { Context, Middleware } from 'koa';
import { AppError, type AppErrorCode } from '../base/app-error.ts';
import type { Log } from '../base/log.ts';
import { errorPage } from '../views/error-page.ts';
import type { PlainFrame } from '../views/layout.ts';
import { maskPath } from './access-log.ts';
import { sendPage } from './page.ts';
import { requestIdOf } from './request-id.ts';

const retryAfterSeconds = '5';

export interface RenderedErrorsParts {
  readonly log: Log;
  plainFrame(ctx: Context): PlainFrame;
}

export function renderedErrors({ log, plainFrame }: RenderedErrorsParts): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const { code, status } = readError(error);
      const facts = { requestId: requestIdOf(ctx.req), path: maskPath(ctx.path) };
      if (code === 'bug') {
        log.error('fault', facts, error);
      } else {
        log.info('refused', { ...facts, code, reason: reasonOf(error) });
      }
      if (status === 503) {
        ctx.set('Retry-After', retryAfterSeconds);
      }
      if (ctx.accepts('html', 'json') === 'json') {
        ctx.status = status;
        ctx.body = { error: code === 'bug' ? 'server_error' : code, request_id: facts.requestId };
      } else {
        sendPage(ctx, errorPage(plainFrame(ctx), { code, requestId: facts.requestId }), status);
      }
    }
  };
}

function readError(error: unknown): { code: AppErrorCode | 'bug'; status: number } {
  if (error instanceof AppError) {
    return { code: error.code, status: error.status };
  }
  // What Koa and its parts throw for requests they cannot read, such as a malformed escape in a path.
  const { status, expose } = error as { status?: unknown; expose?: unknown };
  if (expose === true && typeof status === 'number' && status >= 400 && status < 500) {
    return { code: 'bad-request', status: 400 };
  }
  return { code: 'bug', status: 500 };
}

function reasonOf(error: unknown): string {
  const { detail, cause, message } = error as { detail?: string; cause?: unknown; message?: string };
  return detail ?? (cause instanceof Error ? cause.message : (message ?? ''));
}
