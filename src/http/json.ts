// Reads a JSON text (RFC 8259) that must be an object, each name once: two readers must not see two values.

import { AppError } from '../base/app-error.ts';

const deepest = 20;

/** Throws `AppError('bad-request')`. The object has no prototype's fields. */
export function readJsonObject(text: string): Readonly<Record<string, unknown>> {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('bad-request', { detail: 'the body must be a JSON object' });
  }
  if (countMembers(text) !== countNames(value)) {
    throw new AppError('bad-request', { detail: 'a name stands twice in the JSON object' });
  }
  return Object.assign(Object.create(null), value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says quotes the text, which holds secrets.
    throw new AppError('bad-request', { detail: 'the body is not JSON' });
  }
}

/** How many members all objects of a valid text have together: outside of strings each has one colon. */
function countMembers(text: string): number {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1;
}

function countNames(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  if (depth > deepest) {
    throw new AppError('bad-request', { detail: `the JSON object is more than ${deepest} levels deep` });
  }
  const inner = Object.values(value).reduce((sum: number, one) => sum + countNames(one, depth + 1), 0);
  return Array.isArray(value) ? inner : inner + Object.keys(value).length;
}
