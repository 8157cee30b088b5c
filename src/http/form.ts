// Reads a posted form: urlencoded, small, every name once, every byte in order.

import type { Context } from 'koa';
import { AppError } from '../base/app-error.ts';
import { readBody } from './body.ts';

export interface FormFields {
  /** Empty when the form has no such field. */
  get(name: string): string;
}

const mostBytes = 64 * 1024;

/**
 * Throws `unsupported-media-type`, `too-large`, or `bad-request` for a name that comes twice and for what is not UTF-8
 * (WHATWG URL section 5.1, but strict: a password must not be changed by a reader that is lenient).
 */
export async function readForm(ctx: Context): Promise<FormFields> {
  if (!isPlainForm(ctx)) {
    throw new AppError('unsupported-media-type');
  }
  const fields = new Map<string, string>();
  for (const pair of (await readBody(ctx, { what: 'a form', mostBytes }))
    .split('&')
    .filter((text) => text !== '')) {
    const [name, value] = readPair(pair);
    if (fields.has(name)) {
      throw new AppError('bad-request', { detail: 'a field of the form comes twice' });
    }
    fields.set(name, value);
  }
  return { get: (name) => fields.get(name) ?? '' };
}

function isPlainForm(ctx: Context): boolean {
  const { charset } = ctx.request;
  const isUtf8 = charset === '' || charset.toLowerCase() === 'utf-8';
  return Boolean(ctx.is('application/x-www-form-urlencoded')) && isUtf8;
}

function readPair(pair: string): [name: string, value: string] {
  const at = pair.indexOf('=');
  const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  try {
    return [decode(name), decode(value)];
  } catch {
    throw new AppError('bad-request', { detail: 'a field of the form is not percent-encoded UTF-8' });
  }
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
