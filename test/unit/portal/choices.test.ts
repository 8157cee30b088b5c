// Where an app password may be used: asked about where a person knows several places, and these by the names of their hosts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../../src/accounts/account.ts';
import type { MailService } from '../../../src/oidc/clients/mail-services.ts';
import { findOffered, readChosen, toLimits } from '../../../src/portal/app-passwords/choices.ts';

type Given = Pick<MailService, 'name'> & Partial<MailService>;

function offer(...services: readonly Given[]) {
  const list = async () => services.map((one) => ({ protocols: [], ...one }) as unknown as MailService);
  return findOffered({ list, guards: () => true }, {} as Account);
}

const formOf = (fields: Readonly<Record<string, string>>) => ({ get: (name: string) => fields[name] ?? '' });

const mail = { name: 'mail', imap: 'Mail.example.test:993', smtp: 'mail.example.test:465' };

test('a mail server that programs are not told of is no place to choose', async () => {
  const offered = await offer({ name: 'kicker' }, mail);
  assert.deepEqual(offered.services, [{ name: 'mail', label: 'mail.example.test' }]);
  const chosen = readChosen(formOf({ name: 'Phone' }), offered);
  assert.deepEqual(toLimits(chosen, offered, 0).services, [], 'no limit: it may be used everywhere');
  const none = await offer({ name: 'kicker' }, { name: 'other' });
  assert.deepEqual(none.services, []);
  assert.deepEqual(toLimits(readChosen(formOf({}), none), none, 0).services, []);
});

test('each is called by its hosts, and by its own name where that is not enough', async () => {
  const { services } = await offer(
    mail,
    { name: 'apart', imap: 'imap.example.test:993', smtp: 'smtp.example.test:465' },
    { name: 'one', imap: 'same.example.test:993' },
    { name: 'two', imap: 'same.example.test:143' },
  );
  assert.deepEqual(
    services.map(({ label }) => label),
    [
      'mail.example.test',
      'imap.example.test, smtp.example.test',
      'same.example.test (one)',
      'same.example.test (two)',
    ],
  );
});

test('of several, what was ticked is the limit', async () => {
  const offered = await offer(
    mail,
    { name: 'archive', imap: 'archive.example.test:993' },
    { name: 'kicker' },
  );
  const limit = (fields: Readonly<Record<string, string>>) =>
    toLimits(readChosen(formOf(fields), offered), offered, 0).services;
  assert.deepEqual(limit({ 'service-archive': 'yes', 'service-kicker': 'yes' }), ['archive']);
  assert.deepEqual(limit({ 'service-archive': 'yes', 'service-mail': 'yes' }), []);
});
