// A document as MongoDB keeps it: fields as they are, `_id` for the id, a Date for the TTL index.

import { randomId } from '../../base/random-ids.ts';
import type { DocumentParts } from '../documents.ts';
import type { JsonValue, StoredDocument } from '../store.ts';

export interface MongoDocument {
  readonly _id: string;
  readonly revision: string;
  readonly expiresAt?: Date;
  readonly spentAt?: number;
  readonly [field: string]: unknown;
}

/** Field names that mean something to the server or its driver (`$set`, `$ref`, `_bsontype`), and those we made of them. */
const reserved = /^(?:[$%]|_bsontype$|_id$)/;

/** With a new revision at every call. */
export function toMongo({ id, expiresAt, fields }: DocumentParts, spentAt?: number): MongoDocument {
  return {
    _id: id,
    revision: randomId(),
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
    ...(spentAt === undefined ? {} : { spentAt }),
    ...renameFields(fields, (name) => (reserved.test(name) ? `%${name}` : name)),
  };
}

export function fromMongo<T extends StoredDocument>(document: MongoDocument): T {
  const { _id: id, revision, expiresAt, spentAt, ...rest } = document;
  return {
    ...renameFields(rest as DocumentParts['fields'], (name) => (name.startsWith('%') ? name.slice(1) : name)),
    id,
    revision,
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.getTime() }),
    ...(spentAt === undefined ? {} : { spentAt }),
  } as unknown as T;
}

type Rename = (name: string) => string;

function renameFields(fields: Readonly<Record<string, JsonValue | undefined>>, rename: Rename) {
  const entries = Object.entries(fields).map(([name, value]) => [rename(name), renameWithin(value, rename)]);
  // fromEntries defines: a field called __proto__ stays an ordinary field.
  return Object.fromEntries(entries) as Record<string, JsonValue>;
}

function renameWithin(value: JsonValue | undefined, rename: Rename): JsonValue | undefined {
  if (Array.isArray(value)) {
    return value.map((inner: JsonValue) => renameWithin(inner, rename) as JsonValue);
  }
  return typeof value === 'object' && value !== null
    ? renameFields(value as DocumentParts['fields'], rename)
    : value;
}
