// What stops between the mark and the mail is told by the next one: no mark says of a mail that it was sent, unless it was.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remindOfPolicy } from '../../../src/accounts/rules/reminders.ts';
import { type AuditEvent, createAudit } from '../../../src/audit/audit.ts';
import type { Outbox } from '../../../src/mail/outbox.ts';
import { openTestAccounts } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';

const minute = 60_000;
const settings = { issuer: 'https://login.example.test', brandName: 'Postern', brandColor: '#123456' };

async function open(openStore: OpenTestStore) {
  const parts = await openTestAccounts(openStore);
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
      const owner = { id: 'alice', username: 'alice', addresses: ['alice@example.test'] };
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
});
