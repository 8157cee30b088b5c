// Browsers that an account knows, for many tries at one moment: two to a browser, so that no count is in the way.

import type { Accounts } from '../../src/accounts/accounts.ts';

export async function knownCookies(accounts: Accounts, id: string, count: number): Promise<string[]> {
  const cookies = await Promise.all(
    Array.from({ length: Math.ceil(count / 2) }, () => accounts.browsers.remember(id, { factor: 2 })),
  );
  return Array.from({ length: count }, (_, index) => cookies[index % cookies.length] ?? '');
}
