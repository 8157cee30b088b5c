// /mail/check without HTTP: people, mail servers and what they ask, on a store and a clock that move by hand.

import assert from 'node:assert/strict';
import type { Account } from '../../src/accounts/account.ts';
import type { NewAccountFields } from '../../src/accounts/adding/new-account.ts';
import { createAccessRules } from '../../src/accounts/rules/access-rules.ts';
import { readOtpauthUrl } from '../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep, stepAt } from '../../src/accounts/second-factor/app/totp.ts';
import { createMailCheck } from '../../src/mail-access/check/check.ts';
import { createLeases } from '../../src/mail-access/check/leases.ts';
import { createPasswordUses } from '../../src/mail-access/check/password-uses.ts';
import type { Question } from '../../src/mail-access/check/question.ts';
import type { Verdict } from '../../src/mail-access/check/verdict.ts';
import { createMailServices, type NewMailService } from '../../src/oidc/clients/mail-services.ts';
import { openKeyVault } from '../../src/secrets/key-vault.ts';
import { openTestAccounts, type TestAccountsOptions, testSealer, testSettings } from './accounts.ts';
import { type OpenTestStore, quietLog } from './engines.ts';

export const password = 'seven green lamps at noon';
export const home = '198.51.100.7';

export type MailCheckWorld = Awaited<ReturnType<typeof openMailCheckWorld>>;

export const caughtMail = {
  smtp: { host: '127.0.0.1', port: 25, tls: 'none' },
  mailFrom: { address: 'postern@example.test' },
} as const;

export async function openMailCheckWorld(openStore: OpenTestStore, options: TestAccountsOptions = {}) {
  const opened = await openTestAccounts(openStore, options);
  const { store, clock, accounts, audit, hasher, outbox } = opened;
  const settings = {
    ...testSettings,
    ...options.settings,
    issuer: 'https://auth.example.test',
    leaseLife: 12 * 3600,
    mfa: 'optional',
    mfaExemptRoles: ['superadmin'],
  } as const;
  const shared = { store, clock, settings };
  const mailServices = createMailServices({ ...shared, sealer: testSealer });
  const accessRules = createAccessRules(shared);
  const leases = createLeases(shared);
  const passwordUses = createPasswordUses(shared);
  const vault = await openKeyVault(store, testSealer);
  const parts = { ...shared, accounts, audit, hasher, log: quietLog, vault };
  const makeCheck = () => createMailCheck({ ...parts, mailServices, accessRules, leases, passwordUses });
  const mailCheck = makeCheck();

  const add = async (fields: NewAccountFields): Promise<Account> => {
    const isPerson = (fields.kind ?? 'person') === 'person';
    const added = await accounts.add({
      ...fields,
      ...(isPerson ? { password: { text: password, setBy: 'owner' as const } } : {}),
    });
    return added.outcome === 'added' ? added.account : assert.fail(added.outcome);
  };
  return {
    ...opened,
    mailServices,
    accessRules,
    leases,
    passwordUses,
    mailCheck,
    /** The same door in another process. */
    makeCheck,
    add,
    /** A person; `code` answers what the app shows, after moving to a code that nobody has used. */
    addWithApp: async (fields: NewAccountFields, digits = 6) => {
      const account = await add(fields);
      const made = await accounts.factors.make(account.id, { digits });
      const { url } = made.outcome === 'made' ? made : assert.fail(made.outcome);
      const parameters = readOtpauthUrl(url);
      const codeAt = (offset = 0) => codeOfStep(parameters, stepAt(clock.now(), 0, 30) + offset);
      const freshCode = (): string => {
        clock.advance(30_000);
        return codeAt();
      };
      return { account, codeAt, freshCode };
    },
    addAppPassword: async (
      id: string,
      given: Partial<Parameters<typeof accounts.appPasswords.add>[1]> = {},
    ) => {
      const added = await accounts.appPasswords.add(id, { name: 'Phone', ...given });
      return added.outcome === 'added' ? added : assert.fail(added.outcome);
    },
    addService: async (given: Partial<NewMailService> = {}) => {
      const name = given.name ?? 'mx';
      const added = await mailServices.add({ ...given, name });
      assert.equal(added.outcome, 'added');
      return (await mailServices.find(name)) ?? assert.fail();
    },
    ask: async (
      service: Awaited<ReturnType<typeof mailServices.find>> & object,
      user: string,
      text: string | undefined,
      given: Partial<Question> & { readonly check?: typeof mailCheck } = {},
    ): Promise<Verdict> => {
      const { check = mailCheck, ...rest } = given;
      const where = { protocol: 'imap', address: home, session: undefined, ...rest };
      return check.check(service, { user, password: text, ...where });
    },
    /** How often "Argon2id" ran meanwhile. */
    countHashes: async <T>(
      run: () => Promise<T>,
    ): Promise<{ readonly hashes: number; readonly answer: T }> => {
      const total = () => hasher.calls.hash + hasher.calls.verify + hasher.calls.verifyNothing;
      const before = total();
      const answer = await run();
      return { hashes: total() - before, answer };
    },
    /** The subjects of the mails since the last time. */
    readSubjects: async (): Promise<readonly string[]> => {
      await mailCheck.settled();
      const subjects: string[] = [];
      for (let taken = await outbox.waiting.take(); taken; taken = await outbox.waiting.take()) {
        subjects.push(taken.mail.subject);
        await outbox.waiting.forget(taken.id);
      }
      return subjects;
    },
  };
}

/** In one word: how it ended, or why it was refused. */
export function say(verdict: Verdict): string {
  switch (verdict.outcome) {
    case 'admitted':
      return `admitted by ${verdict.by}`;
    case 'refused':
      return verdict.reason;
    case 'throttled':
      return 'throttled';
  }
}
