// The code behind a right password: spent once, like at every other door, and where the service has it turned into a lease.

import type { Account } from '../../../accounts/account.ts';
import type { Accounts } from '../../../accounts/accounts.ts';
import { stampsOf } from '../../../accounts/alive.ts';
import { AppError } from '../../../base/app-error.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Leases } from '../leases.ts';
import { passwordIdOf } from '../memory/fingerprint.ts';
import type { Refusals } from '../memory/refusals.ts';
import type { TextKeys } from '../memory/text-keys.ts';
import { refused, type Verdict } from '../verdict.ts';
import type { Visit } from '../visit.ts';
import { createAdmits } from './admits.ts';

export interface CodeDoorParts {
  readonly accounts: Pick<Accounts, 'verifyCode'>;
  readonly accessRules: Parameters<typeof createAdmits>[0];
  readonly keys: TextKeys;
  readonly refusals: Pick<Refusals, 'spend'>;
  readonly leases: Pick<Leases, 'grant'>;
  readonly clock: Clock;
}

/** A program that repeats a code of one use is told to its owner when it still does after so long. */
const patienceMs = 3_600_000;

type CodeDoor = (visit: Visit, account: Account, code: string) => Promise<Verdict>;

export function createCodeDoor(parts: CodeDoorParts): CodeDoor {
  const admits = createAdmits(parts.accessRules);
  return async (visit, account, code) => {
    if (!(await admits(visit, account, 2)).isMet) {
      // Before the code is spent for nothing.
      return refused('access-rules');
    }
    const answer = await verifyCode(parts, visit, account, code);
    switch (answer.outcome) {
      case 'right':
        await keep(parts, visit, account);
        return { outcome: 'admitted', account, by: 'code' };
      case 'throttled':
        return answer;
      case 'account-changed':
        return refused('account-changed');
      case 'wrong-code':
        return refused('wrong-code');
      case 'used-before':
        // By another connection of the same moment, or at another door.
        return refused('spent');
    }
  };
}

async function verifyCode({ accounts }: CodeDoorParts, visit: Visit, account: Account, code: string) {
  const { service, question, requestId } = visit;
  const from = {
    address: question.address ?? 'unknown',
    stamps: stampsOf(account),
    service: service.name,
    ...(requestId === undefined ? {} : { requestId }),
  };
  try {
    return await accounts.verifyCode(account.id, code, from);
  } catch (error) {
    if (error instanceof AppError && error.code === 'sign-in-expired') {
      return { outcome: 'account-changed' } as const;
    }
    throw error;
  }
}

/** The account as it was when its password was right: a lease of what has changed since opens nothing. */
async function keep(
  { keys, leases, refusals, clock }: CodeDoorParts,
  { typed, service, question: { address } }: Visit,
  account: Account,
): Promise<void> {
  const tellAt =
    service.concatenated === 'lease' && address !== undefined
      ? await leases.grant(await keys.placed('lease', typed), account, { service: service.name, address })
      : clock.now() + patienceMs;
  await refusals.spend(await keys.anywhere('spent', typed), {
    passwordId: passwordIdOf(account),
    tellAt,
  });
}
