// Every account, by user name, a page at a time: the store may hold many.

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { Cursor } from '../../store/store.ts';

const pageSize = 200;

/** Only user names that begin with `prefix`, where it is given. Deleted accounts are in no list. */
export async function* listAllAccounts(
  accounts: Pick<Accounts, 'list'>,
  prefix?: string,
): AsyncGenerator<Account> {
  let after: Cursor | undefined;
  do {
    const page = await accounts.list({
      limit: pageSize,
      ...(prefix === undefined ? {} : { prefix }),
      ...(after === undefined ? {} : { after }),
    });
    yield* page.documents;
    after = page.after;
  } while (after !== undefined);
}
