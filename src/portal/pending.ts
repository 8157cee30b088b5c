// What waits on the server for somebody at the account pages, sealed and for ten minutes: a new secret, codes or an app password to be kept.

import type { AppPasswordLimits } from '../accounts/app-passwords/limits.ts';
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

/** A new app password, until its owner says that it is entered. It is kept before it is made: none is made that nobody sees. */
export interface PendingAppPassword extends AppPasswordLimits {
  /** Whose mail it opens. */
  readonly accountId: string;
  readonly id: string;
  readonly name: string;
  readonly password: string;
  /** It was made on the way to a second step, and leads back there. */
  readonly isForEnrolment?: true;
}

export interface KeptAppPassword {
  readonly draft: PendingAppPassword;
  /** It was made: if it is not there any more, it was taken away, and stays so. */
  readonly isMade: boolean;
}

export interface Forgotten {
  /** True for the one caller that made it go. */
  readonly isFirst: boolean;
  /** Told to later ones as well. */
  readonly isForEnrolment: boolean;
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
  /** `form`: the mark of the form that it comes of. */
  findAppPassword(session: Holder, form: string): Promise<PendingAppPassword | undefined>;
  /** The mark of the form whose app password has waited the shortest. */
  findNewestForm(session: Holder): Promise<string | undefined>;
  /** Keeps the first that comes of this form, and answers it; `over` when that one was forgotten already. */
  keepAppPassword(session: Holder, form: string, made: PendingAppPassword): Promise<KeptAppPassword | 'over'>;
  noteMadeAppPassword(session: Holder, form: string): Promise<void>;
  forgetAppPassword(session: Holder, form: string): Promise<Forgotten>;
}

interface PendingDocument extends StoredDocument {
  readonly accountId: string;
  readonly sealed: string;
  /** Of codes. */
  readonly holder?: string;
  /** The app password of this form was shown and forgotten: no other one comes of it. */
  readonly isOver?: true;
  /** The app password of this form was made. */
  readonly isMade?: true;
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
    const { expiresAt, isOver, isMade } = document;
    const moved = toDocument(to, id, read<object>(document));
    const marks = { ...(isOver && { isOver }), ...(isMade && { isMade }) };
    await documents.insert({ ...moved, ...(expiresAt && { expiresAt }), ...marks });
    await documents.remove(document.id);
  };
  const hold = (id: string, from: Holder, to: Holder) =>
    update<PendingDocument, void>(documents, id, (current) =>
      current.holder === from.id
        ? { next: { ...current, holder: to.id }, result: undefined }
        : { result: undefined },
    );
  const findAppPassword = async (session: Holder, form: string): Promise<PendingAppPassword | undefined> => {
    const found = await documents.find(appPasswordsOf(session) + form);
    return found === undefined || found.isOver === true ? undefined : read<PendingAppPassword>(found);
  };
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
      const own = found.filter(({ id }) =>
        [secretsOf, appPasswordsOf].some((kind) => id.startsWith(kind(from))),
      );
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
    findAppPassword,
    findNewestForm: async (session) => {
      const found = await documents.findBy('accountId', session.accountId);
      const [newest] = found
        .filter(({ id, isOver }) => id.startsWith(appPasswordsOf(session)) && isOver !== true)
        .sort((one, other) => (other.expiresAt ?? 0) - (one.expiresAt ?? 0));
      return newest?.id.slice(appPasswordsOf(session).length);
    },
    keepAppPassword: async (session, form, made) => {
      const id = appPasswordsOf(session) + form;
      if ((await documents.insert(toDocument(session, id, made))) === 'inserted') {
        return { draft: made, isMade: false };
      }
      const found = await documents.find(id);
      return found === undefined || found.isOver === true
        ? 'over'
        : { draft: read<PendingAppPassword>(found), isMade: found.isMade === true };
    },
    noteMadeAppPassword: async (session, form) => {
      await update<PendingDocument, void>(documents, appPasswordsOf(session) + form, (current) =>
        current.isMade === true
          ? { result: undefined }
          : { next: { ...current, isMade: true }, result: undefined },
      );
    },
    forgetAppPassword: async (session, form) => {
      const id = appPasswordsOf(session) + form;
      const outcome = await update<PendingDocument, Forgotten>(documents, id, (current) => {
        const { isForEnrolment } = read<Partial<PendingAppPassword>>(current);
        const way = { isForEnrolment: isForEnrolment === true };
        if (current.isOver === true) {
          return { result: { isFirst: false, ...way } };
        }
        const over = { ...toDocument(session, id, way), isOver: true } as const;
        return { next: { ...current, ...over }, result: { isFirst: true, ...way } };
      });
      return typeof outcome === 'object' ? outcome : { isFirst: false, isForEnrolment: false };
    },
  };
}

const codesId = ({ accountId }: Pick<Holder, 'accountId'>, why: Why): string => `${why}:${accountId}`;
const secretsOf = ({ id }: Holder): string => `secret:${id}:`;
const appPasswordsOf = ({ id }: Holder): string => `app-password:${id}:`;
const secretId = (holder: Holder, { stamps, link = '' }: Leave): string =>
  `${secretsOf(holder)}${stamps}:${link}`;
