// Which failures count where, and what is allowed: the numbers of throttling in one place.

import { sourcePrefix } from '../../base/source-prefix.ts';
import { keyedHash } from '../../secrets/hashing.ts';
import { keptSecret } from '../../secrets/kept-secret.ts';
import type { KeyVault } from '../../secrets/key-vault.ts';
import type { AttemptPolicy } from './attempt-count.ts';
import type { Attempts, Bucket, Reservation, Throttled } from './attempts.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** So many wrong codes from unknown browsers, ever, retire the password behind which they were tried. */
export const mostCodeFailuresOfPassword = 100;

export const policies = {
  /** Wrong passwords of one account, or of one name that is nobody's. */
  password: { free: 10, longestDelaySeconds: 900, forgetAfterMs: day },
  /** Wrong passwords from one source, for whatever names. */
  passwordSource: {
    free: 100,
    most: { failures: 100, withinMs: 15 * minute },
    forgetAfterMs: 15 * minute,
  },
  /**
   * Wrong passwords of one account from an address where its owner gets in at a mail service. Others may share that address, so
   * nothing that opens there clears it.
   */
  knownAddress: {
    free: 10,
    longestDelaySeconds: 900,
    most: { failures: 100, withinMs: 60 * minute },
    forgetAfterMs: day,
  },
  /** The same from such an address for all whose owners get in there: a webmail host has many. */
  knownSource: { free: 300, most: { failures: 300, withinMs: 15 * minute }, forgetAfterMs: 15 * minute },
  /** Wrong codes of one account, all factors together, or of one known browser. Fifty tries at once do not go beyond the hundred either. */
  code: {
    free: 5,
    longestDelaySeconds: 900,
    most: { failures: 30, withinMs: day },
    mostInAll: mostCodeFailuresOfPassword,
    forgetAfterMs: day,
    countAllForMs: 400 * day,
  },
  /** The part of them that one mail service may have: it knows the passwords, and must not shut the second step elsewhere. */
  serviceCode: { free: 10, most: { failures: 10, withinMs: day }, forgetAfterMs: day },
  /**
   * Wrong recovery codes of one account from one source, or from one known browser; tickets have such a count of their own. Nobody
   * guesses 80 bits, from however many sources: whoever tries must not keep out the owner, who may have nothing else.
   */
  recovery: { free: 5, longestDelaySeconds: 900, forgetAfterMs: day },
  /** Mailed links and codes that were asked for in one known browser, or in all others of an account. Every one counts, whatever comes of it. */
  sendsInHour: { free: 3, most: { failures: 3, withinMs: 60 * minute }, forgetAfterMs: 60 * minute },
  sendsInDay: { free: 10, most: { failures: 10, withinMs: day }, forgetAfterMs: day },
  /** The first of these in each known browser are not among those of the account. */
  sendsOfBrowser: { free: 3, most: { failures: 3, withinMs: day }, forgetAfterMs: day },
  /** These of all its known browsers, as many as an account can have: whoever has the password makes new ones for ever, and must not flood a mailbox. */
  sendsOfBrowsers: { free: 60, most: { failures: 60, withinMs: day }, forgetAfterMs: day },
  /** All others of one account. */
  sendsOfAccount: { free: 20, most: { failures: 20, withinMs: day }, forgetAfterMs: day },
  /** What an owner changes of what opens the account: password, apps, recovery codes, app passwords. Every one counts; an administrator's do not. */
  ownChanges: { free: 20, most: { failures: 20, withinMs: 10 * minute }, forgetAfterMs: 10 * minute },
} as const satisfies Record<string, AttemptPolicy>;

export interface Throttles {
  /** A browser known to the account counts apart: a stranger's guesses delay only strangers. */
  reservePassword(subject: PasswordSubject): Promise<Reservation | Throttled>;
  /** Each mail service has counts of its own: what fails at one slows nobody elsewhere. */
  reserveServicePassword(subject: ServicePasswordSubject): Promise<Reservation | Throttled>;
  reserveCode(door: CodeDoor, subject: CodeSubject): Promise<Reservation | Throttled>;
  /** Whole seconds until a code may be tried through a mail service; 0: now. Takes nothing. */
  secondsToCode(
    subject: Omit<CodeSubject, 'address' | 'knownBrowserId'> & { readonly service: string },
  ): Promise<number>;
  /** For a mail with a link or a code to the account's owner: sent, it counts as a failure. */
  reserveSend(subject: SendSubject): Promise<Reservation | Throttled>;
  /** For a change of an account by its owner: made, it counts as a failure. */
  reserveOwnChange(accountId: string): Promise<Reservation | Throttled>;
}

/** Where something is typed behind a right password. */
export type CodeDoor = 'code' | 'recovery' | 'ticket';

export interface PasswordSubject {
  /** The account's id, so that all its names and spellings share one count; the canonical name where it is nobody's. */
  readonly subject: { readonly accountId: string } | { readonly name: string };
  readonly address: string;
  readonly knownBrowserId: string | undefined;
}

export interface ServicePasswordSubject extends Pick<PasswordSubject, 'subject'> {
  /** The mail service that asks, by name. */
  readonly service: string;
  /** Where the person's program is; undefined: the service does not tell, and no source is counted. */
  readonly address: string | undefined;
  /** The account got in from there lately: it counts apart, so that a stranger's guesses delay only strangers. */
  readonly isKnownAddress: boolean;
}

export interface CodeSubject extends SendSubject {
  readonly address: string;
  readonly passwordId: string | undefined;
  /** The mail service that it comes through, by name. */
  readonly service?: string | undefined;
}

export interface SendSubject {
  readonly accountId: string;
  readonly knownBrowserId: string | undefined;
}

export function createThrottles({ attempts, vault }: { attempts: Attempts; vault: KeyVault }): Throttles {
  const getKey = keptSecret(vault, 'attempts');
  // Typed names go into the store under a keyed hash: now and then somebody types a password there.
  const bucket = async (
    kind: string,
    subject: string,
    policy: AttemptPolicy,
    guarded = '',
  ): Promise<Bucket> => ({
    id: `${kind}:${keyedHash(await getKey(), `${kind}:${subject}`)}`,
    policy,
    guarded,
  });
  const shareOf = (service: string, accountId: string): Promise<Bucket> =>
    bucket('service-code', `${service}:${accountId}`, policies.serviceCode);
  return {
    reservePassword: async ({ subject, address, knownBrowserId }) => {
      if (knownBrowserId !== undefined) {
        return attempts.reserve([await bucket('password-browser', knownBrowserId, policies.password)]);
      }
      // The source first: one that is used up takes no place before those who ask for the account elsewhere.
      return attempts.reserve([
        await bucket('password-source', sourcePrefix(address), policies.passwordSource),
        await bucket('password', keyOf(subject), policies.password),
      ]);
    },
    reserveServicePassword: async ({ service, subject, address, isKnownAddress }) => {
      const source = address === undefined ? undefined : sourcePrefix(address);
      if (isKnownAddress) {
        const account = `${service}:${source}:${keyOf(subject)}`;
        return attempts.reserve([
          await bucket('service-known-source', `${service}:${source}`, policies.knownSource),
          await bucket('service-known', account, policies.knownAddress),
        ]);
      }
      const counted = await bucket('service-password', `${service}:${keyOf(subject)}`, policies.password);
      return attempts.reserve(
        source === undefined
          ? [counted]
          : [await bucket('service-source', `${service}:${source}`, policies.passwordSource), counted],
      );
    },
    secondsToCode: async ({ accountId, passwordId, service }) => {
      const counted = [
        await bucket('code', accountId, policies.code, passwordId),
        await shareOf(service, accountId),
      ];
      return Math.max(...(await Promise.all(counted.map((one) => attempts.secondsToWait(one)))));
    },
    reserveCode: async (door, { accountId, address, passwordId, knownBrowserId, service }) => {
      const policy = door === 'code' ? policies.code : policies.recovery;
      const strangers = door === 'code' ? accountId : `${accountId}:${sourcePrefix(address)}`;
      const counted =
        knownBrowserId === undefined
          ? await bucket(door, strangers, policy, passwordId)
          : await bucket(`${door}-browser`, knownBrowserId, policy, passwordId);
      return attempts.reserve(
        service === undefined ? [counted] : [counted, await shareOf(service, accountId)],
      );
    },
    reserveSend: async ({ accountId, knownBrowserId }) => {
      const asker = knownBrowserId === undefined ? `account:${accountId}` : `browser:${knownBrowserId}`;
      const own = [
        await bucket('sends-in-hour', asker, policies.sendsInHour),
        await bucket('sends-in-day', asker, policies.sendsInDay),
      ];
      const reserved =
        knownBrowserId === undefined
          ? undefined
          : await attempts.reserve([
              ...own,
              await bucket('sends-of-browser', asker, policies.sendsOfBrowser),
              await bucket('sends-of-browsers', accountId, policies.sendsOfBrowsers),
            ]);
      return reserved?.outcome === 'reserved'
        ? reserved
        : attempts.reserve([...own, await bucket('sends-of-account', accountId, policies.sendsOfAccount)]);
    },
    reserveOwnChange: async (accountId) =>
      attempts.reserve([await bucket('own-changes', accountId, policies.ownChanges)]),
  };
}

function keyOf(subject: PasswordSubject['subject']): string {
  return 'name' in subject ? `name:${subject.name}` : `account:${subject.accountId}`;
}
