// Where the account password alone last opened a mailbox: what a demand for a second step would end.

import type { Clock } from '../../base/clock.ts';
import type { Store } from '../../store/store.ts';
import { createLastUses, type MailUse } from './memory/last-uses.ts';

export interface PasswordUses {
  note(
    accountId: string,
    use: Omit<MailUse, 'at' | 'address'> & { readonly address: string | undefined },
  ): Promise<void>;
  find(accountId: string): Promise<MailUse | undefined>;
}

export function createPasswordUses(parts: { store: Store; clock: Clock }): PasswordUses {
  const uses = createLastUses(parts);
  return {
    note: (accountId, use) => uses.note(`password:${accountId}`, accountId, use),
    find: (accountId) => uses.find(`password:${accountId}`),
  };
}
