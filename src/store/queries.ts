// What may be asked of a collection: undeclared keys and senseless limits are bugs of the caller, told as such.

import type { KeyDeclaration, KeyDeclarations } from './collections.ts';
import { isStorableValue } from './documents.ts';
import type { Cursor, PageQuery } from './store.ts';

/** A page as the engines read it: values from `from` on and, where given, before `until`, by UTF-8 bytes. */
export interface PageRange {
  readonly key: string;
  readonly from: string;
  readonly until: string | undefined;
  readonly after: Cursor | undefined;
  readonly limit: number;
}

const mostOnPage = 1000;

/** The declaration of a key; throws for one that `collections.ts` does not declare. */
export function getKey(keys: KeyDeclarations, key: string): KeyDeclaration {
  const declaration = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (declaration === undefined) {
    throw new TypeError(`${key} is not declared as a key of the collection`);
  }
  return declaration;
}

/** Checks a page query; `undefined` when no document can be on the page. */
export function readPageQuery(query: PageQuery, keys: KeyDeclarations): PageRange | undefined {
  const { key = 'id', prefix = '', after, limit } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > mostOnPage) {
    throw new RangeError(`a page has 1 to ${mostOnPage} documents`);
  }
  if (key !== 'id' && getKey(keys, key).many) {
    throw new TypeError(`a page is sorted by a single-valued key, ${key} has many`);
  }
  return isStorableValue(prefix) ? { key, from: prefix, until: prefixEnd(prefix), after, limit } : undefined;
}

/** The least text that comes after everything with this prefix, by UTF-8 bytes; `undefined` when there is none. */
export function prefixEnd(prefix: string): string | undefined {
  const points = [...prefix];
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const next = nextCodePoint(last.codePointAt(0) ?? 0);
    if (next !== undefined) {
      return points.join('') + String.fromCodePoint(next);
    }
  }
  return undefined;
}

function nextCodePoint(point: number): number | undefined {
  if (point === 0x10ffff) {
    return undefined;
  }
  // U+D800 to U+DFFF are no characters and have no UTF-8 form (RFC 3629 section 3).
  return point === 0xd7ff ? 0xe000 : point + 1;
}
