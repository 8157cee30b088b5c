// The end of a sign-in, for the browser: it is known from now on, and a second one is news to the owner.

import type { Audit } from '../../audit/audit.ts';
import type { Collection } from '../../store/store.ts';
import type { Account } from '../account.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import type { BrowserRegister, FinishedSignIn } from './known-browsers.ts';

export interface RememberBrowserParts {
  readonly accounts: Collection<Account>;
  readonly browsers: BrowserRegister;
  readonly audit: Audit;
}

/** Answers the cookie's value. The first browser of an account is no news: with it the account came into use. */
export async function rememberBrowser(
  { accounts, browsers, audit }: RememberBrowserParts,
  accountId: string,
  { from, ...signIn }: FinishedSignIn,
): Promise<string> {
  const isNews = !(await browsers.isKnown(accountId, signIn.cookie)) && (await browsers.hasAny(accountId));
  const value = await browsers.remember(accountId, signIn);
  const account = isNews ? await accounts.find(accountId) : undefined;
  if (account !== undefined) {
    await audit.record({ type: 'new-browser', owner: auditOwnerOf(account), ...(from && { from }) });
  }
  return value;
}
