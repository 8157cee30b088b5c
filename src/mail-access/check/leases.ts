// Leases: a `password$code` that was accepted works on from its address for a while. Listed and ended like every other device.

import { type Account, isGone } from '../../accounts/account.ts';
import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../config/settings.ts';
import type { Collection, Page, Store, StoredDocument } from '../../store/store.ts';
import { fingerprintOf } from './memory/fingerprint.ts';
import { createLastUses, type MailUse } from './memory/last-uses.ts';

export interface Lease {
  readonly id: string;
  /** The mail service, by name: all its protocols. */
  readonly service: string;
  /** From where the code came; its /32 or /64 counts. */
  readonly address: string;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly lastUsedAt?: number;
  readonly lastAddress?: string;
  readonly lastProtocol?: string;
}

export interface Leases {
  /** Those that open something, the newest first. */
  list(account: Account): Promise<readonly Lease[]>;
  /** False when the account has no such lease. Refused from the next check on. */
  end(accountId: string, id: string): Promise<boolean>;
  /** Tells how many. */
  endAll(accountId: string): Promise<number>;
  /** Behind the end of a mail service, by name. Tells how many. */
  endAllAt(service: string): Promise<number>;
  /** After a code was accepted. Answers when it ends. */
  grant(id: string, account: Account, place: { service: string; address: string }): Promise<number>;
  /** Whether this lease is the account's, and the account is as it was. */
  isOpen(id: string, account: Account): Promise<boolean>;
  noteUse(
    id: string,
    accountId: string,
    use: Omit<MailUse, 'at' | 'address'> & { readonly address: string | undefined },
  ): Promise<void>;
}

interface LeaseDocument extends StoredDocument {
  readonly accountId: string;
  readonly service: string;
  readonly address: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Of the account when its password was judged. */
  readonly fingerprint: string;
}

export interface LeasesParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'leaseLife'>;
}

export function createLeases({ store, clock, settings }: LeasesParts): Leases {
  const leases = store.collection<LeaseDocument>('leases');
  const uses = createLastUses({ store, clock });
  const isOf = (lease: LeaseDocument | undefined, account: Account): lease is LeaseDocument =>
    lease?.accountId === account.id && !isGone(account) && lease.fingerprint === fingerprintOf(account);

  return {
    list: async (account) => {
      const found = await leases.findBy('accountId', account.id);
      const open = found.filter((lease) => account.status === 'active' && isOf(lease, account));
      const listed = await Promise.all(open.map(async (lease) => toLease(lease, await uses.find(lease.id))));
      return listed.sort((one, other) => other.createdAt - one.createdAt);
    },
    end: async (accountId, id) =>
      (await leases.find(id))?.accountId === accountId && (await leases.remove(id)),
    endAll: (accountId) => leases.removeBy('accountId', accountId),
    endAllAt: (service) => endAllAt(leases, service),
    grant: async (id, account, { service, address }) => {
      const createdAt = clock.now();
      const expiresAt = createdAt + settings.leaseLife * 1000;
      const fingerprint = fingerprintOf(account);
      await leases.put({ id, accountId: account.id, service, address, createdAt, expiresAt, fingerprint });
      return expiresAt;
    },
    isOpen: async (id, account) => account.status === 'active' && isOf(await leases.find(id), account),
    noteUse: (id, accountId, use) => uses.note(id, accountId, use),
  };
}

/** Services end seldom, and leases live for hours: no key is kept for it. */
async function endAllAt(leases: Collection<LeaseDocument>, service: string): Promise<number> {
  let ended = 0;
  let page: Page<LeaseDocument> | undefined;
  do {
    page = await leases.page({ limit: 500, ...(page?.after && { after: page.after }) });
    for (const { id } of page.documents.filter((lease) => lease.service === service)) {
      ended += (await leases.remove(id)) ? 1 : 0;
    }
  } while (page.after !== undefined);
  return ended;
}

function toLease(lease: LeaseDocument, use: MailUse | undefined): Lease {
  const { id, service, address, createdAt, expiresAt } = lease;
  return {
    id,
    service,
    address,
    createdAt,
    expiresAt,
    ...(use === undefined ? {} : { lastUsedAt: use.at, lastProtocol: use.protocol }),
    ...(use?.address === undefined ? {} : { lastAddress: use.address }),
  };
}
