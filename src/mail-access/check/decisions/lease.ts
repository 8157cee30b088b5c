// Leases at the mail server's door: only where the service has them, and never a new acceptance of the code.

import type { Leases } from '../leases.ts';
import type { TextKeys } from '../memory/text-keys.ts';
import type { Decision } from '../verdict.ts';
import { createAdmits } from './admits.ts';

export interface LeaseParts {
  readonly keys: TextKeys;
  readonly leases: Pick<Leases, 'isOpen' | 'noteUse'>;
  readonly accessRules: Parameters<typeof createAdmits>[0];
}

export function judgeLease({ keys, leases, accessRules }: LeaseParts): Decision {
  const admits = createAdmits(accessRules);
  return async (visit) => {
    const { account, question, service, typed } = visit;
    if (service.concatenated !== 'lease' || account === undefined || question.address === undefined) {
      return undefined;
    }
    const id = await keys.placed('lease', typed);
    if (!(await leases.isOpen(id, account))) {
      return undefined;
    }
    if (!(await admits(visit, account, 2)).isMet) {
      // The usual way from here on: it says no as well, and takes as long as every other no.
      return undefined;
    }
    const { protocol, address } = question;
    await leases.noteUse(id, account.id, { protocol, address, service: service.name });
    return { outcome: 'admitted', account, by: 'lease' };
  };
}
