// A document as a row: what the engine judges by in columns, everything else as JSON.

import { randomId } from '../../base/random-ids.ts';
import type { DocumentParts } from '../documents.ts';
import type { StoredDocument } from '../store.ts';

export type Row = Record<string, unknown>;

/** The columns a read needs, of the table called `d`. */
export const documentColumns = 'd.id, d.revision, d.expiresAt, d.spentAt, d.document';

/** Named parameters of an insert: a new revision at every call, not spent. */
export interface NewRow extends Record<string, string | number | null> {
  readonly id: string;
  readonly revision: string;
  readonly expiresAt: number | null;
  readonly document: string;
}

export function toRow({ id, expiresAt, fields }: DocumentParts): NewRow {
  return { id, revision: randomId(), expiresAt: expiresAt ?? null, document: JSON.stringify(fields) };
}

export function fromRow<T extends StoredDocument>(row: Row): T {
  return {
    ...JSON.parse(String(row.document)),
    id: row.id,
    revision: row.revision,
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt }),
    ...(row.spentAt === null ? {} : { spentAt: row.spentAt }),
  };
}
