// Tells an owner that a mail program goes on with what opens nothing any more. Beside the answer, which must not take longer for it.

import type { Account } from '../../accounts/account.ts';
import { auditOwnerOf } from '../../accounts/audit-owner.ts';
import type { Audit } from '../../audit/audit.ts';
import type { Log } from '../../base/log.ts';
import type { Settings } from '../../config/settings.ts';
import type { Visit } from './visit.ts';

export interface StaleNotices {
  /** Mailed once a day at most. */
  tell(visit: Pick<Visit, 'service' | 'question' | 'requestId'>, account: Account): void;
  /** Resolves when everything told so far is kept. */
  settled(): Promise<void>;
}

export interface StaleNoticesParts {
  readonly audit: Audit;
  readonly log: Log;
  readonly settings: Pick<Settings, 'issuer'>;
}

export function createStaleNotices({ audit, log, settings }: StaleNoticesParts): StaleNotices {
  const running = new Set<Promise<void>>();
  const place = new URL('/account/app-passwords/new', settings.issuer).href;
  return {
    tell: ({ service, question, requestId }, account) => {
      const from = {
        ...(question.address === undefined ? {} : { address: question.address }),
        ...(requestId === undefined ? {} : { requestId }),
      };
      const facts = { service: service.name, protocol: question.protocol, address: place };
      const work = audit
        .record({ type: 'stale-program', owner: auditOwnerOf(account), from, facts })
        .catch((error: unknown) => log.error('an owner was not told of a stale program', {}, error))
        .finally(() => running.delete(work));
      running.add(work);
    },
    settled: async () => {
      await Promise.all(running);
    },
  };
}
