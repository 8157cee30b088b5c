// The account password, alone or with a code: evaluated by one caller at a time, with one Argon2id whatever comes of it, and not again for a day once it was refused.

import type { Account } from '../../../accounts/account.ts';
import type { Accounts } from '../../../accounts/accounts.ts';
import type { KnownAddresses } from '../memory/known-addresses.ts';
import type { Claim, Refusals } from '../memory/refusals.ts';
import type { TextKeys } from '../memory/text-keys.ts';
import type { PasswordUses } from '../password-uses.ts';
import type { StaleNotices } from '../stale-notices.ts';
import { type Decision, type Refused, refused, type Verdict } from '../verdict.ts';
import type { Visit } from '../visit.ts';
import { createAdmits } from './admits.ts';
import { type CodeDoorParts, createCodeDoor } from './code-door.ts';
import { type Leave, leaveFor } from './leave.ts';
import type { OldTextDoor } from './old-text.ts';

export interface PasswordParts extends CodeDoorParts {
  readonly accounts: Pick<Accounts, 'serviceDoor' | 'verifyCode'>;
  readonly accessRules: Parameters<typeof createAdmits>[0];
  readonly keys: TextKeys;
  readonly refusals: Refusals;
  readonly knownAddresses: KnownAddresses;
  readonly passwordUses: Pick<PasswordUses, 'note'>;
  readonly notices: StaleNotices;
  readonly refuseOldText: OldTextDoor;
}

/** What the same text will meet again while the account and the policy stay as they are. Access rules may change any time. */
const lasting: ReadonlySet<Refused['reason']> = new Set(['wrong-password', 'password-alone', 'wrong-code']);

export function judgePassword(parts: PasswordParts): Decision {
  const { keys, refusals, refuseOldText } = parts;
  const evaluate = createEvaluation(parts);
  return async (visit) => {
    const claim = await refusals.claim(await keys.placed('refusal', visit.typed), stateOf(visit));
    if (claim.outcome !== 'claimed') {
      return claim.outcome === 'busy' ? 'busy' : refuseOldText(visit, 'stale');
    }
    const verdict = await evaluate(visit).catch(async (error: unknown) => {
      await claim.release().catch(() => undefined);
      throw error;
    });
    await settle(claim, verdict);
    return verdict;
  };
}

function settle(claim: Claim, verdict: Verdict): Promise<void> {
  return verdict.outcome === 'refused' && lasting.has(verdict.reason) ? claim.refuse() : claim.release();
}

/** What the answer depends on beside the text. */
function stateOf({ fingerprint, service: { concatenated, plain } }: Visit): string {
  return `${fingerprint} ${concatenated} ${plain}`;
}

function createEvaluation(parts: PasswordParts): (visit: Visit) => Promise<Verdict> {
  const { accounts, knownAddresses, notices } = parts;
  const { serviceDoor } = accounts;
  const admitPlain = createPlainDoor(parts);
  const admitCode = createCodeDoor(parts);
  return async (visit) => {
    const { service, question, account, typed } = visit;
    const place = { service: service.name, address: question.address };
    const isKnownAddress = await knownAddresses.isKnown(account?.id, typed);
    const leave = leaveOf(visit, parts);
    const closedForSeconds =
      leave.kind === 'code' && account ? await serviceDoor.secondsToCode(account, service.name) : 0;
    if (closedForSeconds > 0) {
      // Before the password is looked at: a wait that only right passwords meet would tell which ones are.
      return { outcome: 'throttled', retryAfterSeconds: closedForSeconds };
    }
    const { password } = leave;
    const tried = { ...place, account, name: question.user, password, isKnownAddress };
    const judged = await serviceDoor.verifyPassword(tried);
    if (judged.outcome === 'throttled') {
      return judged;
    }
    if (judged.outcome === 'wrong' || account === undefined) {
      return refused('wrong-password');
    }
    if (leave.kind === 'nothing') {
      notices.tell(visit, account);
      return refused('password-alone');
    }
    const verdict = await (leave.kind === 'plain'
      ? admitPlain(visit, account)
      : admitCode(visit, account, leave.code));
    if (verdict.outcome === 'admitted') {
      await knownAddresses.remember(account.id, typed);
      await serviceDoor.renewHash(account, leave.password);
    }
    return verdict;
  };
}

function leaveOf({ service, account, question }: Visit, { accounts }: PasswordParts): Leave {
  const codeLengths = account ? accounts.serviceDoor.codeLengths(account) : new Set<number>();
  return leaveFor({ policy: service, account, text: question.password, codeLengths });
}

/** Behind a right password of an account without a second factor, where the service takes it. */
function createPlainDoor({
  accessRules,
  passwordUses,
  notices,
}: PasswordParts): (visit: Visit, account: Account) => Promise<Verdict> {
  const admits = createAdmits(accessRules);
  return async (visit, account) => {
    const { isMet, required } = await admits(visit, account, 1);
    if (!isMet) {
      if (required === 2) {
        notices.tell(visit, account);
      }
      return refused('access-rules');
    }
    const { protocol, address } = visit.question;
    await passwordUses.note(account.id, { protocol, address, service: visit.service.name });
    return { outcome: 'admitted', account, by: 'password' };
  };
}
