// What is recorded of an account, and which mail its owner gets because of it, on both stores.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../../src/accounts/account.ts';
import type { OutgoingMail } from '../../../src/mail/waiting-mails.ts';
import type { StoredDocument } from '../../../src/store/store.ts';
import { openTestAccounts, type TestAccounts } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { oathtoolCode } from '../../support/oathtool.ts';

const mail = {
  smtp: { host: '127.0.0.1', port: 25, tls: 'none' },
  mailFrom: { address: 'postern@example.test' },
} as const;
const password = 'seven green lamps at noon';
const from = {
  address: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0 call +1 555 0100',
  browser: 'a cookie that is nobody’s business',
  requestId: 'request-1',
};

interface World extends TestAccounts {
  readonly id: string;
  readonly url: string;
  readonly codes: readonly string[];
  /** The mails since the last time it was called. */
  read(): Promise<readonly OutgoingMail[]>;
  events(): Promise<readonly (StoredDocument & Record<string, unknown>)[]>;
}

async function open(openStore: OpenTestStore, account: Partial<Account> = {}): Promise<World> {
  const parts = await openTestAccounts(openStore, { mail });
  const { accounts, store, outbox } = parts;
  const added = await accounts.add({
    username: 'alice',
    emails: ['alice@example.test'],
    ...(account.locale === undefined ? {} : { locale: account.locale }),
    ...(account.recoveryEmail === undefined ? {} : { recoveryEmail: account.recoveryEmail.address }),
    password: { text: password, setBy: 'owner' },
  });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const made = await accounts.factors.make(id, { name: 'Phone' });
  const { url, recoveryCodes: codes } = made.outcome === 'made' ? made : assert.fail();
  const read = async (): Promise<readonly OutgoingMail[]> => {
    const mails: OutgoingMail[] = [];
    for (let taken = await outbox.waiting.take(); taken; taken = await outbox.waiting.take()) {
      mails.push(taken.mail);
      await outbox.waiting.forget(taken.id);
    }
    return mails;
  };
  const events = async () => (await store.collection('events').findBy('accountId', id)) as never;
  return { ...parts, id, url, codes, read, events };
}

forEachStore((_engine, openTestStore) => {
  const cases: readonly (readonly [string, (world: World) => Promise<unknown>, string, RegExp])[] = [
    [
      'a second factor added',
      ({ accounts: { factors }, id }) =>
        factors.add(id, factors.draft('x').url, { name: 'Token', setBy: 'owner', leave: 'none', from }),
      'factor-added',
      /added to your account: “Token”/,
    ],
    [
      'one of two factors removed',
      async ({ accounts, id }) => {
        await accounts.factors.make(id, { name: 'Token', from });
        const [first] = (await accounts.factors.list(id)) ?? [];
        return accounts.factors.remove(id, first?.id ?? '', { by: 'owner', from });
      },
      'factor-removed',
      /removed from your account: “Phone”/,
    ],
    [
      'the only factor removed',
      async ({ accounts, id }) => {
        const [only] = (await accounts.factors.list(id)) ?? [];
        return accounts.factors.remove(id, only?.id ?? '', { by: 'owner', from }, { lastToo: true });
      },
      'factor-removed',
      /The last .* was removed .*“Phone”.* recovery codes do not work .* password alone lets you in/,
    ],
    [
      'all factors reset',
      ({ accounts, id }) => accounts.factors.reset(id),
      'factor-removed',
      /All authenticator apps/,
    ],
    [
      'a recovery code used',
      ({ accounts, id, codes }) => accounts.verifyRecoveryCode(id, codes[0] ?? '', from),
      'recovery-code-used',
      /You have 9 recovery codes left/,
    ],
    [
      'recovery codes renewed',
      ({ accounts, id }) => accounts.recoveryCodes.renew(id),
      'recovery-codes-renewed',
      /old ones do not work/,
    ],
    [
      'a wrong code',
      ({ accounts, id }) => accounts.verifyCode(id, '000000', from),
      'wrong-code',
      /right password and then a wrong code/,
    ],
    [
      'a wrong recovery code',
      ({ accounts, id }) => accounts.verifyRecoveryCode(id, '0000-0000-0000-0000-0000', from),
      'wrong-code',
      /right password and then a wrong recovery code\. They did not get in/,
    ],
    [
      'a wrong ticket',
      async ({ accounts, id, read }) => {
        await accounts.factors.reset(id, {}, { withTicket: true });
        await read();
        return accounts.enrolment.checkTicket(id, '0000-0000-0000-0000-0000', from);
      },
      'wrong-code',
      /right password and then a wrong ticket\. No authenticator app was added/,
    ],
    [
      'another password',
      ({ accounts, id }) => accounts.setPassword(id, 'nine blue doors ajar', { setBy: 'admin' }),
      'password-changed',
      /password of your account was changed/,
    ],
    [
      'an app password',
      ({ accounts, id }) =>
        accounts.appPasswords.add(id, { name: 'Tablet' }, { actor: { by: 'owner', from } }),
      'app-password-added',
      /made for your account: “Tablet”/,
    ],
    [
      'an app password removed',
      async ({ accounts, id }) => {
        const made = await accounts.appPasswords.add(id, { name: 'Tablet' });
        return accounts.appPasswords.remove(id, made.outcome === 'added' ? made.id : assert.fail());
      },
      'app-password-removed',
      /removed from your account: “Tablet”/,
    ],
    [
      'a ticket',
      async ({ accounts, id }) => {
        await accounts.factors.reset(id);
        return accounts.enrolment.issueTicket(id);
      },
      'ticket-issued',
      /An administrator made a ticket/,
    ],
    ['a lost device', ({ accounts, id }) => accounts.loseDevice(id), 'device-lost', /reported as lost/],
  ];
  for (const [what, act, type, words] of cases) {
    test(`${what} is recorded, and its owner is told`, async () => {
      const world = await open(openTestStore);
      await world.read();
      world.clock.advance(1000);
      await act(world);
      const at = new Date(world.clock.now()).toISOString();
      const now = (await world.events()).filter((event) => event.at === at).map((event) => event.type);
      assert.ok(now.includes(type), now.join());
      const told = (await world.read()).filter(({ text }) => words.test(text));
      assert.equal(told.length, 1);
      assert.equal(told[0]?.to, 'alice@example.test');
      assert.match(told[0]?.html ?? '', /^<!doctype html>/);
    });
  }

  test('who, what, from where and in which request is kept, and no secret', async () => {
    const world = await open(openTestStore);
    await world.accounts.verifyRecoveryCode(world.id, world.codes[0] ?? '', from);
    const event = (await world.events()).find(({ type }) => type === 'recovery-code-used');
    const { address, userAgent, requestId } = from;
    assert.deepEqual(event?.from, { address, userAgent, requestId });
    assert.deepEqual(event?.facts, { left: 9 });
    const kept = JSON.stringify([await world.events(), await world.read()]);
    const secret = new URL(world.url).searchParams.get('secret') ?? assert.fail();
    for (const forbidden of [secret, password, from.browser, ...world.codes]) {
      assert.ok(!kept.includes(forbidden), forbidden);
    }
  });

  test('of a stranger’s User-Agent only names of ours are mailed', async () => {
    const world = await open(openTestStore);
    await world.read();
    await world.accounts.verifyCode(world.id, '000000', from);
    const [told] = await world.read();
    assert.match(told?.text ?? '', /^From where: 192\.0\.2\.7, Firefox \(Linux\)$/m);
    assert.doesNotMatch(JSON.stringify(told), /555/);
  });

  test('wrong codes are told at most once an hour, by however many at once, and all are recorded', async () => {
    const world = await open(openTestStore);
    await world.read();
    const { accounts, id, clock } = world;
    const tries = async () => {
      const cookies = await Promise.all(
        Array.from({ length: 4 }, () => accounts.browsers.remember(id, { factor: 2 })),
      );
      await Promise.all(
        cookies.map((browser) => accounts.verifyCode(id, '000000', { address: '192.0.2.7', browser })),
      );
      return (await world.read()).filter(({ subject }) => subject.includes('wrong code')).length;
    };
    assert.equal(await tries(), 1);
    clock.advance(3_599_000);
    assert.equal(await tries(), 0);
    clock.advance(1000);
    assert.equal(await tries(), 1);
    assert.equal((await world.events()).filter(({ type }) => type === 'wrong-code').length, 12);
  });

  test('a wrong code that an administrator tries is recorded, and frightens nobody', async () => {
    const world = await open(openTestStore);
    await world.read();
    const desk = { address: 'command line', isAdministrator: true } as const;
    await world.accounts.verifyCode(world.id, '000000', desk);
    assert.deepEqual(await world.read(), []);
    const event = (await world.events()).find(({ type }) => type === 'wrong-code');
    assert.equal(event?.by, 'admin');
    await world.accounts.verifyCode(world.id, '000000', from);
    assert.equal((await world.read()).length, 1, 'a stranger behind it is told');
  });

  test('a right code is no news', async () => {
    const world = await open(openTestStore);
    await world.read();
    const code = oathtoolCode(world.url, { atMs: world.clock.now() });
    assert.equal((await world.accounts.verifyCode(world.id, code, from)).outcome, 'right');
    assert.deepEqual(await world.read(), []);
  });

  test('notices go to the recovery address where there is one, and it dies with the account', async () => {
    const recoveryEmail = { address: 'alice@elsewhere.test', verified: true };
    const { accounts, id, read, store } = await open(openTestStore, { recoveryEmail });
    assert.deepEqual(
      (await read()).map(({ to }) => to),
      ['alice@elsewhere.test'],
    );
    assert.equal(await accounts.findByName('alice@elsewhere.test'), undefined, 'it is no name');
    await accounts.remove(id);
    assert.doesNotMatch(JSON.stringify(await store.collection('accounts').find(id)), /elsewhere/);
  });

  test('in the language of the account', async () => {
    const { read } = await open(openTestStore, { locale: 'de-AT' });
    const [told] = await read();
    assert.match(told?.subject ?? '', /Authenticator-App wurde hinzugefügt/);
    assert.match(told?.text ?? '', /Wann: 1\. Januar 2050, 00:00 Uhr UTC/);
    assert.match(told?.html ?? '', /<html lang="de">/);
  });

  test('without an address, or without a gateway, there is an event and no mail', async () => {
    for (const options of [{}, { mail }]) {
      const { accounts, store } = await openTestAccounts(openTestStore, options);
      const emails = 'mail' in options ? [] : ['bob@example.test'];
      const added = await accounts.add({ username: 'bob', emails });
      const id = added.outcome === 'added' ? added.account.id : assert.fail();
      await accounts.factors.make(id);
      assert.equal((await store.collection('events').findBy('accountId', id)).length, 1);
      assert.deepEqual((await store.collection('outbox').page({ limit: 1 })).documents, []);
    }
  });

  const ends = {
    reset: ({ accounts, id }: World, withTicket: boolean) => accounts.factors.reset(id, {}, { withTicket }),
    'lost device': ({ accounts, id }: World, withTicket: boolean) =>
      accounts.loseDevice(id, {}, { withTicket }),
  };
  for (const [what, end] of Object.entries(ends)) {
    test(`${what}: “your password alone” is mailed only where nobody asks for more`, async () => {
      const told = async (mfa: 'optional' | 'required', withTicket: boolean): Promise<string> => {
        const world = await open(openTestStore);
        await world.accessRules.setPolicy({ mfa });
        await world.read();
        await end(world, withTicket);
        return (await world.read()).map(({ text }) => text).join();
      };
      assert.match(await told('optional', false), /From now on your password alone lets you in\./);
      assert.match(await told('optional', true), /From now on your password alone lets you in\./);
      for (const [withTicket, next] of [
        [false, /next sign-in asks for your password and for a code that is mailed to you, and then sets up/],
        [true, /next sign-in asks for your password and for a ticket, and then sets up/],
      ] as const) {
        const text = await told('required', withTicket);
        assert.match(text, next);
        assert.doesNotMatch(text, /alone/);
      }
    });
  }

  test('a mail that was asked for on a page has its language, unless the account has chosen one', async () => {
    const asking = { ...from, language: 'de' };
    const link = (token: string): string => `https://id.example.test/${token}`;
    for (const [locale, greeting] of [
      [undefined, /^Guten Tag alice,/],
      ['en', /^Hello alice,/],
    ] as const) {
      const world = await open(openTestStore, locale === undefined ? {} : { locale });
      await world.accounts.factors.reset(world.id);
      await world.read();
      await world.accounts.enrolment.sendLink(world.id, { link, from: asking });
      await world.accounts.enrolment.sendCode(world.id, asking);
      const mails = await world.read();
      assert.equal(mails.length, 2);
      for (const { text } of mails) {
        assert.match(text, greeting);
      }
    }
  });

  test('a link or a code is in the mail only, however often it is asked for', async () => {
    const world = await open(openTestStore);
    await world.read();
    const { id, audit, store } = world;
    const owner = { id, username: 'alice', addresses: ['alice@elsewhere.test'] };
    const link = 'https://id.example.test/account/enrol?token=very-secret';
    const facts = { minutes: 60 };
    for (const secret of [{ link }, { link: `${link}-2` }]) {
      await audit.record({ type: 'enrolment-link', owner, by: 'owner', from, facts, secret });
    }
    await audit.record({ type: 'enrolment-code', owner, from, facts, secret: { code: '31415926' } });
    const events = (await world.events()).filter(({ type }) => String(type).startsWith('enrolment-'));
    assert.equal(events.length, 3);
    const outbox = await store.collection('outbox').page({ limit: 100 });
    assert.doesNotMatch(JSON.stringify([events, outbox]), /very-secret|3141/);
    const mails = await world.read();
    const { address } = from;
    for (const shown of [`\n${link}\n`, `\n${link}-2\n`, '\n3141 5926\n', address]) {
      assert.ok(
        mails.some(({ text }) => text.includes(shown)),
        shown,
      );
    }
    assert.ok(
      mails.every(({ to, subject }) => to === 'alice@elsewhere.test' && !/secret|\d{4}/.test(subject)),
    );
    assert.equal(mails.length, 3);
  });
});
