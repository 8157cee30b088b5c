// What lies beside an account and could still help somebody in, or tells of it: known browsers, mailed links and codes, last uses of app passwords.

import type { Store } from '../../store/store.ts';
import type { BrowserRegister } from '../browsers/known-browsers.ts';

export interface WaysIn {
  /** After the write that ended the account's access: whatever is left by a crash before this opens nothing. */
  forgetAll(accountId: string): Promise<void>;
}

export function createWaysIn({ store, browsers }: { store: Store; browsers: BrowserRegister }): WaysIn {
  const links = store.collection('links');
  const leases = store.collection('leases');
  const lastUses = store.collection('lastUses');
  return {
    forgetAll: async (accountId) => {
      await browsers.forgetAll(accountId);
      await links.removeBy('accountId', accountId);
      await leases.removeBy('accountId', accountId);
      await lastUses.removeBy('accountId', accountId);
    },
  };
}
