// Which browsers count apart from strangers where codes are typed, and are let in behind a retired password.

import { type Account, hasSecondFactor } from '../account.ts';
import type { BrowserRegister } from './known-browsers.ts';

/** A browser in which the password alone was right is anybody's who has it: it is proven only while there is no more to prove. */
export async function findProvenBrowser(
  browsers: Pick<BrowserRegister, 'findId'>,
  account: Account | undefined,
  cookie: string | undefined,
): Promise<string | undefined> {
  return account && browsers.findId(account.id, cookie, hasSecondFactor(account) ? 2 : 1);
}
