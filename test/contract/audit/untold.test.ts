// What stops between the mark and the mail is told by the next one: no mark says of a mail that it was sent, unless it was.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remindOfPolicy } from '../../../src/accounts/rules/reminders.ts';
import { type AuditEvent, createAudit } from '../../../src/audit/audit.ts';
import type { Outbox } from '../../../src/mail/outbox.ts';
import { openTestAccounts, type TestAccountsOptions } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import { createWatchedStore } from '../../support/watched-store.ts';

const minute = 60_000;
const settings = { issuer: 'https://login.example.test', brandName: 'Postern', brandColor: '#123456' };

const mostADay = 20;
const owner = { id: 'alice', username: 'alice', addresses: ['alice@example.test'] };
const changed: AuditEvent = { type: 'password-changed', owner, by: 'owner' };

async function open(openStore: OpenTestStore, options: TestAccountsOptions = {}) {
  const parts = await openTestAccounts(openStore, options);
  let isAway = true;
  const sent: string[] = [];
  const outbox: Pick<Outbox, 'canSend' | 'put'> = {
    canSend: true,
    put: async (_id, { subject }) => {
      if (isAway) {
        throw new Error('away');
      }
      sent.push(subject);
    },
  };
  const comeBack = (): void => {
    isAway = false;
  };
  const audit = createAudit({ ...parts, outbox, settings });
  return { ...parts, audit, sent, comeBack };
}

forEachStore((_engine, openTestStore) => {
  for (const type of ['wrong-code', 'new-browser', 'stale-program'] as const) {
    test(`${type}: told a minute later, and then not again`, async () => {
      const { audit, sent, comeBack, clock } = await open(openTestStore);
      const facts = { door: 'sign-in', service: 'mx', protocol: 'imap', address: settings.issuer };
      const event = { type, owner, from: { address: '192.0.2.7' }, facts } as unknown as AuditEvent;
      await assert.rejects(audit.record(event), /away/);
      comeBack();
      await audit.record(event);
      assert.equal(sent.length, 0, 'somebody may be telling it');
      clock.advance(minute);
      await Promise.all(Array.from({ length: 30 }, () => audit.record(event)));
      assert.equal(sent.length, 1);
      clock.advance(59 * minute);
      await audit.record(event);
      assert.equal(sent.length, 1);
    });
  }

  test('a reminder: told by the next look', async () => {
    const { accounts, accessRules, audit, sent, store, clock, comeBack } = await open(openTestStore);
    await accounts.add({ username: 'alice', emails: ['alice@example.test'] });
    await accessRules.setPolicy({ mfa: 'required', from: clock.now() + 6 * 24 * 60 * minute });
    const parts = { accounts, accessRules, audit, store, clock, settings, canMail: true };
    await assert.rejects(remindOfPolicy(parts), /away/);
    comeBack();
    clock.advance(60 * minute);
    assert.equal(await remindOfPolicy(parts), 1);
    clock.advance(60 * minute);
    assert.equal(await remindOfPolicy(parts), 0);
    assert.equal(sent.length, 1);
  });

  test('so many a day: what was not told leaves its place to another, and no more than that are told', async () => {
    const { audit, sent, comeBack, clock } = await open(openTestStore, { wrap: withLatency });
    const all = () => Promise.allSettled(Array.from({ length: 30 }, () => audit.record(changed)));
    const refused = (await all()).filter(({ status }) => status === 'rejected');
    assert.equal(refused.length, mostADay, 'others find no place');
    comeBack();
    clock.advance(minute);
    await all();
    assert.equal(sent.length, mostADay);
    clock.advance(minute);
    await all();
    assert.equal(sent.length, mostADay);
    clock.advance(24 * 60 * minute);
    await audit.record(changed);
    assert.equal(sent.length, mostADay + 1);
  });

  test('once all of a day are told, an event is kept in one write', async () => {
    const watched = createWatchedStore();
    const { audit, comeBack } = await open(openTestStore, { wrap: watched.wrap });
    comeBack();
    for (let told = 0; told < mostADay; told += 1) {
      await audit.record(changed);
    }
    watched.arm(async () => {});
    await audit.record(changed);
    assert.equal(watched.count(), 1);
  });
});
