// Whether a mail server may let somebody in: the order of decisions, read from top to bottom.

import { setTimeout as wait } from 'node:timers/promises';
import type { MailService } from '../../oidc/clients/mail-services.ts';
import { type AppPasswordParts, judgeAppPassword } from './decisions/app-password.ts';
import { judgeLease, type LeaseParts } from './decisions/lease.ts';
import { createOldTextDoor, type OldTextParts } from './decisions/old-text.ts';
import { judgePassword, type PasswordParts } from './decisions/password.ts';
import { judgeSpentText, type SpentTextParts } from './decisions/spent-text.ts';
import { createKnownAddresses } from './memory/known-addresses.ts';
import { createRefusals } from './memory/refusals.ts';
import { createRepeats } from './memory/repeats.ts';
import { createTextKeys } from './memory/text-keys.ts';
import type { Question } from './question.ts';
import { createStaleNotices, type StaleNoticesParts } from './stale-notices.ts';
import type { Decision, Verdict } from './verdict.ts';
import { findVisit, type Visit, type VisitParts } from './visit.ts';

export interface MailCheck {
  /**
   * Two classes of time: a text in the form of an app password takes as long as one keyed hash, every other refusal as long
   * as one Argon2id, which runs only for a text that was not refused before. Throws
   * `AppError('too-busy')` and `StoreUnavailableError`.
   */
  check(service: MailService, question: Question, requestId?: string): Promise<Verdict>;
  /** Resolves when the owners were told of what was found so far. */
  settled(): Promise<void>;
}

type Made = 'keys' | 'refusals' | 'repeats' | 'knownAddresses' | 'notices' | 'refuseOldText';
export type MailCheckParts = Omit<
  AppPasswordParts & LeaseParts & SpentTextParts & PasswordParts & OldTextParts,
  Made
> &
  Parameters<typeof createRefusals>[0] &
  StaleNoticesParts &
  VisitParts & { readonly vault: Parameters<typeof createTextKeys>[0] };

/** A mail server waits for about so long. */
const mostPatienceMs = 4_000;
const pauseMs = 40;

export function createMailCheck(given: MailCheckParts): MailCheck {
  const notices = createStaleNotices(given);
  const keys = createTextKeys(given.vault);
  const parts = {
    ...given,
    notices,
    keys,
    refuseOldText: createOldTextDoor({ ...given, keys, repeats: createRepeats(given) }),
    refusals: createRefusals(given),
    knownAddresses: createKnownAddresses(given),
  };
  const judgeByLease = judgeLease(parts);
  const order: readonly Decision[] = [
    // A text in that form is looked up as one and as nothing else: failures of the account password never delay it.
    judgeAppPassword(parts),
    // What was accepted from here works on, without its code being accepted again.
    judgeByLease,
    // A text whose code was accepted once is an old one, wherever it comes from: it is no guess.
    judgeSpentText(parts, judgeByLease),
    // One caller evaluates a text, the others of the same moment wait for what comes of it; refused, it is not evaluated again.
    judgePassword(parts),
  ];
  const decide = async (visit: Visit): Promise<Verdict | 'busy'> => {
    for (const decision of order) {
      const verdict = await decision(visit);
      if (verdict !== undefined) {
        return verdict;
      }
    }
    throw new Error('the last decision is always one');
  };
  return {
    check: async (service, question, requestId) => {
      const found = await findVisit(parts, service, question);
      const visit = requestId === undefined ? found : { ...found, requestId };
      for (let waited = 0; waited < mostPatienceMs; waited += pauseMs) {
        const verdict = await decide(visit);
        if (verdict !== 'busy') {
          return verdict;
        }
        await wait(pauseMs);
      }
      return { outcome: 'throttled', retryAfterSeconds: 1 };
    },
    settled: () => notices.settled(),
  };
}
