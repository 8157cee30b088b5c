// What a document may be: checked and copied on its way in, so that both engines keep and give back the very same.

import type { KeyDeclarations } from './collections.ts';
import type { JsonValue, StoredDocument } from './store.ts';

/** A checked copy, taken apart: what the engine keeps by itself, and the owning room's fields. */
export interface DocumentParts {
  readonly id: string;
  readonly expiresAt: number | undefined;
  readonly fields: Readonly<Record<string, JsonValue>>;
}

const mostCharacters = 512;
/** MongoDB allows 100 levels; the document itself is one. */
const deepest = 90;
/** The last moment that a Date can hold (ECMA-262 section 21.4.1.1), in milliseconds. */
const lastMoment = 8.64e15;

/**
 * Takes a document apart into a copy of its own: absent values are left out, lone surrogates become U+FFFD as UTF-8
 * has it. Throws a TypeError or RangeError that names the field, never its value, for what is not JSON, for a field
 * name with NUL, and for ids and key values that cannot be stored.
 */
export function takeApart(document: { readonly id: string }, keys: KeyDeclarations): DocumentParts {
  const { id, revision: _, expiresAt, spentAt: __, ...rest } = document as StoredDocument;
  if (!isStorableId(id)) {
    throw new RangeError(`a document's id has 1 to ${mostCharacters} characters, no NUL, no lone surrogate`);
  }
  if (expiresAt !== undefined && !isMoment(expiresAt)) {
    throw new RangeError('expiresAt is a whole number of milliseconds since 1970');
  }
  for (const [name, { many }] of Object.entries(keys)) {
    requireKeyValues(name, (rest as Record<string, unknown>)[name], many === true);
  }
  return { id, expiresAt, fields: copyObject(rest, 1) };
}

/** The values that a document has under a key, none when the field is absent. */
export function keyValues(fields: DocumentParts['fields'], key: string): readonly string[] {
  const value = fields[key];
  if (value === undefined) {
    return [];
  }
  return (Array.isArray(value) ? value : [value]) as readonly string[];
}

/** Whether a document can have this id; no read finds one that cannot. */
export function isStorableId(id: unknown): id is string {
  return isStorableValue(id) && id !== '';
}

/** Whether a key can have this value; no read finds one that cannot. */
export function isStorableValue(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= mostCharacters &&
    value.isWellFormed() &&
    !value.includes('\0')
  );
}

function isMoment(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= lastMoment;
}

function requireKeyValues(name: string, value: unknown, many: boolean): void {
  const values: readonly unknown[] = many && Array.isArray(value) ? value : [value];
  const isFitting = value === undefined || (many === Array.isArray(value) && values.every(isStorableValue));
  if (!isFitting) {
    throw new TypeError(
      `the key ${name} holds ${many ? 'a list of strings' : 'one string'} of at most ${mostCharacters} characters, no NUL, no lone surrogate`,
    );
  }
}

function copyObject(value: object, depth: number): Record<string, JsonValue> {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  // fromEntries defines: a field called __proto__ becomes an ordinary field.
  return Object.fromEntries(entries.map(([name, inner]) => [copyName(name), copyValue(name, inner, depth)]));
}

function copyName(name: string): string {
  if (name.includes('\0')) {
    throw new TypeError('a field name holds no NUL');
  }
  return name.toWellFormed();
}

function copyValue(name: string, value: unknown, depth: number): JsonValue {
  if (depth > deepest) {
    throw new RangeError(`a document is at most ${deepest} levels deep`);
  }
  if (typeof value === 'string') {
    return value.toWellFormed();
  }
  if (value === null || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number' && Number.isFinite(value)) {
    return value === 0 ? 0 : value; // JSON has no -0
  }
  if (Array.isArray(value)) {
    return value.map((inner) => copyValue(name, inner, depth + 1));
  }
  if (isPlainObject(value)) {
    return copyObject(value, depth + 1);
  }
  throw new TypeError(`the field ${name} is not a JSON value`);
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
