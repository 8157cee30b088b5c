// What waits on the server for somebody at the account pages, sealed and for ten minutes: a new secret, codes or an app password to be kept.

import type { Clock } from '../base/clock.ts';
import type { Sealer } from '../secrets/sealing.ts';
import type { Collection, Store, StoredDocument } from '../store/store.ts';
import { update } from '../store/update.ts';
import type { PortalSession } from './session.ts';

/** A new app that is nothing until a code was right. */
export interface PendingSecret {
  readonly url: string;
  /** Seconds since 1970. */
  readonly t0: number;
  readonly recoveryCodes: readonly string[];
  /** The account's `stampsOf` that it must still have. */
  readonly stamps: string;
  /** The ticket that gives leave for it. */
  readonly ticketId?: string;
  /** SHA-256 of the mailed link that gives leave for it. */
  readonly link?: string;
  /** Where that link was mailed. */
  readonly address?: string;
}

export type EnrolledWord = 'enrolled' | 'enrolled-and-disconnected' | 'enrolled-another';

/** New recovery codes, and why there are any. */
export interface PendingCodes {
  readonly codes: readonly string[];
  /** What is said when they are kept: the first app, also with programs that it disconnected, or another one. */
  readonly done?: EnrolledWord;
}

/** Codes that nobody has kept yet. `holder`: the id of the session that made them. */
export interface WaitingCodes extends PendingCodes {
  readonly holder: string;
}

/** A new app password, until its owner says that it is entered. */
export interface PendingAppPassword {
  /** Whose mail it opens. */
  readonly accountId: string;
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly protocols: readonly string[];
  readonly services: readonly string[];
  /** It was made on the way to a second step, and leads back there. */
  readonly isForEnrolment?: true;
}

export const whys = ['enrolled', 'renewed'] as const;
export type Why = (typeof whys)[number];
type Holder = Pick<PortalSession, 'id' | 'accountId'>;
/** A secret counts only while nothing of the account, and of the way to it, was ended. */
type Leave = Pick<PendingSecret, 'stamps' | 'link'>;

export interface Pending {
  findSecret(session: Holder, leave: Leave): Promise<PendingSecret | undefined>;
  /** Keeps the first of those that were drafted at once, and answers it. */
  keepSecret(session: Holder, secret: PendingSecret): Promise<PendingSecret>;
  forgetSecret(session: Holder, leave: Leave): Promise<void>;
  /**
   * The same person goes on in this browser under another session: what waits comes along. The secret that was scanned already
   * stays the one that counts.
   */
  move(from: Holder, to: Holder): Promise<void>;
  /** Of the account, whichever session made them. */
  findCodes(session: Pick<Holder, 'accountId'>, why: Why): Promise<WaitingCodes | undefined>;
  keepCodes(session: Holder, why: Why, codes: PendingCodes): Promise<void>;
  forgetCodes(session: Pick<Holder, 'accountId'>, why: Why): Promise<void>;
  findAppPassword(session: Holder): Promise<PendingAppPassword | undefined>;
  keepAppPassword(session: Holder, made: PendingAppPassword): Promise<void>;
  /** True for the one caller that made it go. */
  forgetAppPassword(session: Holder): Promise<boolean>;
}

interface PendingDocument extends StoredDocument {
  readonly accountId: string;
  readonly sealed: string;
  /** Of codes. */
  readonly holder?: string;
}

const lifeMs = 10 * 60_000;

export interface PendingParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

export function createPending({ store, sealer, clock }: PendingParts): Pending {
  const documents: Collection<PendingDocument> = store.collection('enrolments');
  const contextOf = (accountId: string, id: string): string => `portal:${accountId}:${id}`;
  const read = <T>({ accountId, id, sealed }: PendingDocument): T =>
    JSON.parse(sealer.open(sealed, contextOf(accountId, id)));
  const find = async <T>(id: string): Promise<T | undefined> => {
    const found = await documents.find(id);
    return found && read<T>(found);
  };
  const toDocument = ({ accountId }: Holder, id: string, content: object) => ({
    id,
    accountId,
    sealed: sealer.seal(JSON.stringify(content), contextOf(accountId, id)),
    expiresAt: clock.now() + lifeMs,
  });
  const move = async (document: PendingDocument, to: Holder, id: string): Promise<void> => {
    const { expiresAt } = document;
    const moved = toDocument(to, id, read<object>(document));
    await documents.insert({ ...moved, ...(expiresAt && { expiresAt }) });
    await documents.remove(document.id);
  };
  const hold = (id: string, from: Holder, to: Holder) =>
    update<PendingDocument, void>(documents, id, (current) =>
      current.holder === from.id
        ? { next: { ...current, holder: to.id }, result: undefined }
        : { result: undefined },
    );
  return {
    findSecret: (session, leave) => find(secretId(session, leave)),
    keepSecret: async (session, secret) => {
      const id = secretId(session, secret);
      const outcome = await documents.insert(toDocument(session, id, secret));
      return outcome === 'inserted' ? secret : ((await find(id)) ?? secret);
    },
    forgetSecret: async (session, leave) => void (await documents.remove(secretId(session, leave))),
    move: async (from, to) => {
      const found =
        from.accountId === to.accountId ? await documents.findBy('accountId', from.accountId) : [];
      const own = found.filter(({ id }) => id.startsWith(secretsOf(from)) || id === appPasswordId(from));
      await Promise.all(own.map((document) => move(document, to, document.id.replace(from.id, to.id))));
      await Promise.all(whys.map((why) => hold(codesId(from, why), from, to)));
    },
    findCodes: async (session, why) => {
      const found = await documents.find(codesId(session, why));
      return found && { ...read<PendingCodes>(found), holder: found.holder ?? '' };
    },
    keepCodes: (session, why, codes) =>
      documents.put({ ...toDocument(session, codesId(session, why), codes), holder: session.id }),
    forgetCodes: async (session, why) => void (await documents.remove(codesId(session, why))),
    findAppPassword: (session) => find(appPasswordId(session)),
    keepAppPassword: (session, made) => documents.put(toDocument(session, appPasswordId(session), made)),
    forgetAppPassword: (session) => documents.remove(appPasswordId(session)),
  };
}

const codesId = ({ accountId }: Pick<Holder, 'accountId'>, why: Why): string => `${why}:${accountId}`;
const secretsOf = ({ id }: Holder): string => `secret:${id}:`;
const appPasswordId = ({ id }: Holder): string => `app-password:${id}`;
const secretId = (holder: Holder, { stamps, link = '' }: Leave): string =>
  `${secretsOf(holder)}${stamps}:${link}`;
