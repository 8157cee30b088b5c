// Reads a posted form: urlencoded, small, every name once.

import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { AppError } from '../base/app-error.ts';

export interface FormFields {
  /** Empty when the form has no such field. */
  get(name: string): string;
}

const mostBytes = 64 * 1024;

/** Throws `unsupported-media-type`, `too-large`, or `bad-request` for a name that comes twice. */
export async function readForm(ctx: Context): Promise<FormFields> {
  if (!ctx.is('application/x-www-form-urlencoded')) {
    throw new AppError('unsupported-media-type');
  }
  const fields = new URLSearchParams(await readBody(ctx));
  if (new Set(fields.keys()).size !== [...fields.keys()].length) {
    throw new AppError('bad-request', { detail: 'a field of the form comes twice' });
  }
  return { get: (name) => fields.get(name) ?? '' };
}

async function readBody(ctx: Context): Promise<string> {
  try {
    return await getRawBody(ctx.req, {
      limit: mostBytes,
      length: ctx.get('content-length'),
      encoding: 'utf8',
    });
  } catch (error) {
    const type = (error as { type?: string }).type;
    throw new AppError(type === 'entity.too.large' ? 'too-large' : 'bad-request', { cause: error });
  }
}
