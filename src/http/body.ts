// Reads the body of a request: whole, not too large, every byte in order.

import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { AppError } from '../base/app-error.ts';

export interface ExpectedBody {
  /** For the log: `a form`. */
  readonly what: string;
  readonly mostBytes: number;
}

/** As text. Throws like `readBytes`, and `bad-request` for what is not UTF-8. */
export async function readBody(ctx: Context, expected: ExpectedBody): Promise<string> {
  const bytes = await readBytes(ctx, expected);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new AppError('bad-request', { detail: `${expected.what} that is not UTF-8` });
  }
}

/** Throws `unsupported-media-type` for a packed body, `too-large`, and `bad-request` for what is cut off. */
export async function readBytes(ctx: Context, { what, mostBytes }: ExpectedBody): Promise<Buffer> {
  const encoding = ctx.get('content-encoding');
  if (encoding !== '' && encoding !== 'identity') {
    throw new AppError('unsupported-media-type');
  }
  const length = ctx.get('content-length');
  try {
    // A proxy may send a body in chunks, without a length.
    return await getRawBody(ctx.req, { limit: mostBytes, ...(length === '' ? {} : { length }) });
  } catch (error) {
    const { type } = error as { type?: string };
    throw type === 'entity.too.large'
      ? new AppError('too-large', { detail: `${what} of more than ${mostBytes} bytes` })
      : new AppError('bad-request', { detail: `${what} that was cut off` });
  }
}
