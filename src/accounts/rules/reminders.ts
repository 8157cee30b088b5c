// Until the policy's date: 14, 7 and 1 days before, whoever has no second step yet is told, once by however many processes.

import { setImmediate as turn } from 'node:timers/promises';
import type { Audit } from '../../audit/audit.ts';
import { takeMark } from '../../audit/mark.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Settings } from '../../config/settings.ts';
import type { Cursor, Store } from '../../store/store.ts';
import { type Account, hasSecondFactor } from '../account.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import type { Directory } from '../directory.ts';
import type { AccessRules } from './access-rules.ts';
import { type Policy, requiredFactor } from './required-factor.ts';

export interface RemindersParts {
  readonly accounts: Pick<Directory, 'list'>;
  readonly accessRules: Pick<AccessRules, 'policy'>;
  readonly audit: Audit;
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'issuer'>;
  /** Whether there is a mail gateway: without one nobody can be told, and nobody counts as told. */
  readonly canMail: boolean;
}

export interface Reminders {
  /** Tells nobody more, and waits for the one who is being told. */
  stop(): Promise<void>;
}

/** How many days before, the earliest first. */
export type ReminderDays = 14 | 7 | 1;

const daysBefore: readonly ReminderDays[] = [14, 7, 1];
const everyMs = 60 * 60 * 1000;
const dayMs = 24 * everyMs;
const pageSize = 200;

/** Looks at once and every hour. */
export function startReminders({ log, ...parts }: RemindersParts & { readonly log: Log }): Reminders {
  const stopping = new AbortController();
  let looking: Promise<void> | undefined;
  const look = (): void => {
    looking ??= remindOfPolicy(parts, stopping.signal)
      .then((told) => void (told > 0 && log.info('people were reminded of the second step', { told })))
      .catch((error: unknown) => log.warn('reminders were not sent', { reason: String(error) }))
      .finally(() => {
        looking = undefined;
      });
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  look();
  return {
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await looking;
    },
  };
}

/** One look. Answers how many people this caller told. */
export async function remindOfPolicy(parts: RemindersParts, signal?: AbortSignal): Promise<number> {
  const policy = await parts.accessRules.policy();
  const due = findDueReminder(policy, parts.clock.now());
  if (due === undefined || !parts.canMail) {
    return 0;
  }
  let told = 0;
  for await (const account of listAll(parts.accounts)) {
    if (signal?.aborted) {
      break;
    }
    // The embedded store answers at once: requests get their turn between two people.
    await turn();
    told += isMeant(account, policy) && (await remind(parts, account, due)) ? 1 : 0;
  }
  return told;
}

export interface DueReminder {
  /** When the policy begins, in milliseconds since 1970. */
  readonly date: number;
  readonly reminder: ReminderDays;
  /** Whole days that are left, the present one included. */
  readonly daysLeft: number;
}

/** The latest one that is due: whoever missed the earlier ones is not told three times at once. */
export function findDueReminder({ mfa, from }: Policy, now: number): DueReminder | undefined {
  const left = (from ?? now) - now;
  const reminder = daysBefore.findLast((days) => left <= days * dayMs);
  if (mfa !== 'required' || from === undefined || left <= 0 || reminder === undefined) {
    return undefined;
  }
  return { date: from, reminder, daysLeft: Math.ceil(left / dayMs) };
}

/** People of whom the policy will ask what they do not have, and who can be told. */
export function isMeant(account: Account, policy: Policy): boolean {
  const { reasons } = requiredFactor({ account, rules: [], policy, now: policy.from ?? 0 });
  return (
    account.status === 'active' &&
    !hasSecondFactor(account) &&
    reasons.some(({ by }) => by === 'policy') &&
    auditOwnerOf(account).addresses.length > 0
  );
}

/** True for one caller for each date, reminder and account. */
async function remind(
  { store, audit, settings, clock }: RemindersParts,
  account: Account,
  { date, reminder, daysLeft }: DueReminder,
): Promise<boolean> {
  const id = `policy-reminder ${date} ${reminder} ${account.id}`;
  const mark = await takeMark({ store, now: clock.now() }, id, date + dayMs);
  if (mark === undefined) {
    return false;
  }
  const facts = { date, days: daysLeft, address: `${settings.issuer}/account/enrol` };
  await audit.record({ type: 'policy-reminder', owner: auditOwnerOf(account), facts });
  await mark.keep();
  return true;
}

async function* listAll(accounts: Pick<Directory, 'list'>): AsyncGenerator<Account> {
  let after: Cursor | undefined;
  do {
    const page = await accounts.list({ limit: pageSize, ...(after === undefined ? {} : { after }) });
    yield* page.documents;
    after = page.after;
  } while (after !== undefined);
}
