// App passwords at the mail server's door.

import type { Accounts } from '../../../accounts/accounts.ts';
import { readAppPassword } from '../../../accounts/app-passwords/app-password-text.ts';
import { type Decision, refused } from '../verdict.ts';
import { type Admits, createAdmits } from './admits.ts';

export interface AppPasswordParts {
  readonly accounts: Pick<Accounts, 'appPasswords'>;
  readonly accessRules: Parameters<typeof createAdmits>[0];
}

export function judgeAppPassword({ accounts: { appPasswords }, accessRules }: AppPasswordParts): Decision {
  const admits: Admits = createAdmits(accessRules);
  return async (visit) => {
    const { account, question, service } = visit;
    const text = readAppPassword(question.password);
    if (text === undefined) {
      return undefined;
    }
    const use = { protocol: question.protocol, service: service.name, address: question.address };
    const found = await appPasswords.verify(account, text, use);
    if (account === undefined || found === undefined) {
      return refused('app-password');
    }
    if (!(await admits(visit, account, 2)).isMet) {
      return refused('access-rules');
    }
    await appPasswords.noteUse(account.id, found.id, use);
    return { outcome: 'admitted', account, by: 'app-password' };
  };
}
