// Reads the body of a request as text: whole, not too large, every byte in order.

import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { AppError } from '../base/app-error.ts';

export interface ExpectedBody {
  /** For the log: `a form`. */
  readonly what: string;
  readonly mostBytes: number;
}

/** Throws `unsupported-media-type` for a packed body, `too-large`, and `bad-request` for what is cut off or is not UTF-8. */
export async function readBody(ctx: Context, { what, mostBytes }: ExpectedBody): Promise<string> {
  const encoding = ctx.get('content-encoding');
  if (encoding !== '' && encoding !== 'identity') {
    throw new AppError('unsupported-media-type');
  }
  try {
    const length = ctx.get('content-length');
    // A proxy may send a body in chunks, without a length.
    const expected = length === '' ? {} : { length };
    const bytes = await getRawBody(ctx.req, { limit: mostBytes, ...expected });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const { type } = error as { type?: string };
    throw type === 'entity.too.large'
      ? new AppError('too-large', { detail: `${what} of more than ${mostBytes} bytes` })
      : new AppError('bad-request', { detail: `${what} that was cut off or is not UTF-8` });
  }
}
