// What is asked and said where the last super administrator goes.

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { isLastSuperAdmin } from '../../accounts/super-admins.ts';
import type { Question } from '../frame/command.ts';
import { Refusal } from '../frame/refusals.ts';

export async function askToLose(
  accounts: Pick<Accounts, 'superAdmins'>,
  account: Account,
  question: string,
): Promise<Question> {
  const isLast = isLastSuperAdmin(account, await accounts.superAdmins.list());
  return isLast
    ? { text: `${account.username} is the last super administrator. ${question}`, isNeeded: true }
    : question;
}

/** It was not the last one when it was asked. */
export function refuseLast({ username }: Account): Refusal {
  return new Refusal(`${username} is the last super administrator by now; --yes does it all the same`);
}

/** Behind it; undefined where somebody is left. */
export async function describeNoneLeft(
  accounts: Pick<Accounts, 'superAdmins'>,
  gone: Account,
): Promise<string | undefined> {
  const left = await accounts.superAdmins.list();
  if (!gone.roles.includes('superadmin') || left.some(({ status }) => status === 'active')) {
    return undefined;
  }
  const [disabled] = left;
  return disabled === undefined
    ? 'There is no super administrator any more: postern setup prints a link that makes one.'
    : `No super administrator can sign in now: postern accounts enable ${disabled.username}, or postern accounts add NAME --role superadmin.`;
}
