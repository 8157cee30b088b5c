// Whatever is thrown ends here, once: refusals with their status and sentence, everything else as a fault that says nothing.

import type { Context, Middleware } from 'koa';
import { AppError, type AppErrorCode } from '../../base/app-error.ts';
import type { Log } from '../../base/log.ts';
import { maskPath } from '../../base/mask-path.ts';
import { errorPage } from '../../views/error-page.ts';
import type { PlainFrame } from '../../views/layout.ts';
import { sendPage } from '../page.ts';
import { requestIdOf } from '../request-id.ts';

const momentSeconds = 5;

export interface RenderedErrorsParts {
  readonly log: Log;
  plainFrame(ctx: Context): PlainFrame;
}

/** A page for people, JSON for programs that ask for it. */
export function renderedErrors({ log, plainFrame }: RenderedErrorsParts): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const requestId = requestIdOf(ctx.req);
      const { code, status, retryAfterSeconds } = readError(error);
      record(log, { requestId, path: maskPath(ctx.path), code }, error);
      if (ctx.headerSent) {
        // Half an answer is on its way: cut it, so that nobody takes it for a whole one.
        ctx.res.destroy();
        return;
      }
      ctx.respond = true;
      const retryAfter = retryAfterSeconds ?? (status === 503 ? momentSeconds : undefined);
      if (retryAfter !== undefined) {
        ctx.set('Retry-After', String(retryAfter));
      }
      if (ctx.accepts('html', 'json') === 'json') {
        ctx.status = status;
        ctx.body = { error: code === 'bug' ? 'server_error' : code, request_id: requestId };
      } else {
        sendPage(ctx, errorPage(plainFrame(ctx), { code, requestId, retryAfterSeconds }), status);
      }
    }
  };
}

type ErrorCode = AppErrorCode | 'bug';

interface ReadError {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryAfterSeconds?: number | undefined;
}

function readError(error: unknown): ReadError {
  if (error instanceof AppError) {
    return error;
  }
  // What Koa and its parts throw for requests they cannot read, such as a malformed escape in a path.
  const { status, expose } = Object(error) as { status?: unknown; expose?: unknown };
  const isRefusal = expose === true && typeof status === 'number' && status >= 400 && status < 500;
  return isRefusal ? { code: 'bad-request', status: 400 } : { code: 'bug', status: 500 };
}

interface Refusal {
  readonly requestId: string;
  readonly path: string;
  readonly code: ErrorCode;
}

/** Refusals with their precise reason, faults with all there is. */
function record(log: Log, { code, ...facts }: Refusal, error: unknown): void {
  if (code === 'bug') {
    log.error('fault', facts, error);
    return;
  }
  const level = code === 'store-unavailable' || code === 'too-busy' ? 'warn' : 'info';
  log[level]('refused', { ...facts, code, reason: reasonOf(error) });
}

function reasonOf(error: unknown): string {
  const { detail, cause, message } = error as { detail?: string; cause?: unknown; message?: string };
  return detail ?? (cause instanceof Error ? cause.message : (message ?? ''));
}
