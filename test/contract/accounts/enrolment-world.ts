// Alice before her first factor, with a mailbox elsewhere: what she is mailed can be read.

import assert from 'node:assert/strict';
import type { Account } from '../../../src/accounts/account.ts';
import type { NewAccount } from '../../../src/accounts/adding/add-account.ts';
import type { OutgoingMail } from '../../../src/mail/waiting-mails.ts';
import { collections } from '../../../src/store/collections.ts';
import type { CollectionName, StoredDocument } from '../../../src/store/store.ts';
import { update } from '../../../src/store/update.ts';
import { openTestAccounts, type TestAccounts, type TestAccountsOptions } from '../../support/accounts.ts';
import type { OpenTestStore } from '../../support/engines.ts';

export const from = { address: '192.0.2.1', userAgent: 'Mozilla/5.0 Firefox/140.0' };
export const outside = 'alice@elsewhere.test';
export const day = 86_400_000;
export const hour = 3_600_000;

/** No recovery address elsewhere, but an address of the account. */
export const otherAddresses = {
  recoveryEmail: 'spare@example.test',
  emails: ['alice@example.test', outside, 'late@elsewhere.test'],
} as const;

const mail = {
  smtp: { host: '127.0.0.1', port: 25, tls: 'none' },
  mailFrom: { address: 'postern@example.test' },
} as const;

export interface EnrolmentWorld extends TestAccounts {
  readonly id: string;
  /** The mails since the last time it was called. */
  read(): Promise<readonly OutgoingMail[]>;
  /** Sends a link and answers its token. */
  linkToken(): Promise<string>;
  /** Sends a code and answers it. */
  code(): Promise<{ readonly codeId: string; readonly code: string }>;
  /** Types of the account's events, sorted. */
  eventTypes(): Promise<readonly unknown[]>;
  change(next: (account: Account) => Account): Promise<void>;
  /** Everything that the store holds, as text. */
  dump(): Promise<string>;
}

export interface WorldOptions extends TestAccountsOptions {
  readonly account?: Partial<NewAccount>;
}

export async function openEnrolmentWorld(
  openStore: OpenTestStore,
  { account, settings, ...options }: WorldOptions = {},
): Promise<EnrolmentWorld> {
  const opened = await openTestAccounts(openStore, {
    mail,
    settings: { mailDomains: ['example.test'], ...settings },
    ...options,
  });
  const { accounts, store, outbox } = opened;
  const added = await accounts.add({
    username: 'alice',
    emails: ['alice@example.test'],
    recoveryEmail: outside,
    password: { text: 'seven green lamps at noon', setBy: 'owner' },
    ...account,
  });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const read = async () => {
    const mails: OutgoingMail[] = [];
    for (let taken = await outbox.waiting.take(); taken; taken = await outbox.waiting.take()) {
      mails.push(taken.mail);
      await outbox.waiting.forget(taken.id);
    }
    return mails;
  };
  const newest = async (pattern: RegExp): Promise<string> =>
    (await read()).map(({ text }) => pattern.exec(text)?.[0]).find((found) => found !== undefined) ??
    assert.fail();
  return {
    ...opened,
    id,
    read,
    linkToken: async () => {
      const link = (token: string) => `https://login.example.test/account/enrol?token=${token}`;
      const sent = await accounts.enrolment.sendLink(id, { link, from });
      assert.equal(sent.outcome, 'sent');
      return newest(/(?<=enrol\?token=)[\w-]{43}/);
    },
    code: async () => {
      const sent = await accounts.enrolment.sendCode(id, from);
      const codeId = sent.outcome === 'sent' ? sent.codeId : assert.fail(sent.outcome);
      return { codeId, code: (await newest(/\b[0-9]{4} [0-9]{4}\b/)).replace(' ', '') };
    },
    eventTypes: async () => {
      const events = await store
        .collection<StoredDocument & { type?: string }>('events')
        .findBy('accountId', id);
      return events.map(({ type }) => type).sort();
    },
    change: async (next) => {
      await update(store.collection<Account>('accounts'), id, (current) => ({
        next: next(current),
        result: '',
      }));
    },
    dump: async () => {
      const names = Object.keys(collections) as CollectionName[];
      const pages = await Promise.all(names.map((name) => store.collection(name).page({ limit: 1000 })));
      return JSON.stringify(pages);
    },
  };
}

/** Another authenticator app each time. */
export function newAppUrl(index = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return `otpauth://totp/Phone?secret=${'A'.repeat(30)}${letters[index >> 5]}${letters[index & 31]}`;
}

/** Everything after which nothing that was mailed before may help anybody in. */
export const endings: readonly (readonly [string, (world: EnrolmentWorld) => Promise<unknown>])[] = [
  [
    'another password by an administrator',
    ({ accounts, id }) => accounts.setPassword(id, 'eight blue lamps at dawn', { setBy: 'admin' }),
  ],
  [
    'another password by the owner',
    async ({ accounts, id }) => {
      const account = (await accounts.findById(id)) ?? assert.fail();
      const { signedInSince, sessionsSince, twoFactorSince } = account;
      const stamps = [signedInSince, sessionsSince, twoFactorSince].join('.');
      assert.equal(
        (await accounts.changePassword(id, 'eight blue lamps at dawn', { stamps })).outcome,
        'changed',
      );
    },
  ],
  ['a reset', ({ accounts, id }) => accounts.factors.reset(id)],
  ['a reset with a ticket', ({ accounts, id }) => accounts.factors.reset(id, {}, { withTicket: true })],
  ['a factor by an administrator', ({ accounts, id }) => accounts.factors.add(id, newAppUrl())],
  ['a lost device', ({ accounts, id }) => accounts.loseDevice(id)],
  ['the owner’s end of all access', ({ accounts, id }) => accounts.endAccess(id, { by: 'owner', from })],
  ['a disabled account', ({ accounts, id }) => accounts.disable(id)],
  ['a removed account', ({ accounts, id }) => accounts.remove(id)],
  [
    'another outside address',
    ({ accounts, id }) => accounts.setEmails(id, { recoveryEmail: 'new@elsewhere.test' }),
  ],
];
