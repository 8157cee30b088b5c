// The storage port: all that Postern asks of a database. Two engines implement it; one contract suite holds them to it.

import { AppError } from '../base/app-error.ts';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** What every document carries beside its own fields. All fields are JSON values; keys may hold dots, `$` and `#`. */
export interface StoredDocument {
  /** Primary key, 1 to 512 characters. */
  readonly id: string;
  /** Opaque and new at every write, given by the engine: equal revisions mean an unchanged document. */
  readonly revision: string;
  /** Milliseconds since 1970. At and after this moment no read finds the document, swept or not. */
  readonly expiresAt?: number;
  /** Milliseconds since 1970, set once by `spend`. */
  readonly spentAt?: number;
}

/** A document as its maker gives it: the engine adds `revision`. */
export type NewDocument<T extends StoredDocument> = Omit<T, 'revision' | 'spentAt'>;

/** `taken`: the id, or a value of a unique key, belongs to another living document. Nothing was written. */
export type InsertOutcome = 'inserted' | 'taken';
/** `changed`: the document has another revision by now, is expired or gone. Nothing was written. */
export type ReplaceOutcome = 'replaced' | 'changed' | 'taken';

/** Where a page ended: hand it back as `after` to go on. */
export interface Cursor {
  readonly value: string;
  readonly id: string;
}

export interface PageQuery {
  /** A single-valued key of the collection, or `id` (the default): what the page is sorted by, then by id. */
  readonly key?: string;
  /** Only values that begin with this text (by range over UTF-8 bytes, never by pattern). */
  readonly prefix?: string;
  readonly after?: Cursor;
  /** At most this many documents, 1 to 1000. */
  readonly limit: number;
}

export interface Page<T> {
  readonly documents: readonly T[];
  /** Absent on the last page. */
  readonly after?: Cursor;
}

/**
 * One kind of document. Every method may throw `StoreUnavailableError`. Returned documents are the caller's own:
 * changing one changes nothing in the store. A write that resolved is durable; one that threw may or may not have happened.
 */
export interface Collection<T extends StoredDocument> {
  /** Stores a document whose id and unique key values are free; an expired holder is replaced in the same write. */
  insert(document: NewDocument<T>): Promise<InsertOutcome>;
  /** Stores unconditionally, over whatever has this id. Never for accounts or one-time records. Throws on a taken unique key. */
  put(document: NewDocument<T>): Promise<void>;
  /** Stores only if the stored document still has `document.revision` and is not expired (compare-and-set). */
  replace(document: T): Promise<ReplaceOutcome>;
  /** Marks a one-time document used, setting `spentAt`: true for exactly one caller, in one round trip. False when spent, expired or gone. */
  spend(id: string): Promise<boolean>;
  find(id: string): Promise<T | undefined>;
  /** All living documents that have this value under a declared key (single- or many-valued), ordered by id. */
  findBy(key: string, value: string): Promise<readonly T[]>;
  page(query: PageQuery): Promise<Page<T>>;
  /** True when a living document was there and this caller removed it. */
  remove(id: string): Promise<boolean>;
  /** Removes all documents that have this value under a declared key; tells how many. */
  removeBy(key: string, value: string): Promise<number>;
}

export interface Store {
  /** The documents of one collection of `collections.ts`; `T` is the owning room's type for it. */
  collection<T extends StoredDocument>(name: CollectionName): Collection<T>;
  /** Deletes expired documents in small batches; only tidies, expiry is judged at every read. Tells how many. */
  sweep(): Promise<number>;
  /** Resolves when the database answers, else throws `StoreUnavailableError`. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type CollectionName = keyof typeof import('./collections.ts').collections;

/** The database did not answer, or did not confirm: HTTP 503; the write may still have happened. */
export class StoreUnavailableError extends AppError {
  constructor(cause: unknown) {
    super('store-unavailable', { cause });
    this.name = 'StoreUnavailableError';
  }
}
