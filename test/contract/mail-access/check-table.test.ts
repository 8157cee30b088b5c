// Credential kind × policy of the service × kind of account: who gets in with what at POST /mail/check.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forEachStore } from '../../support/engines.ts';
import { openMailCheckWorld, password, say } from '../../support/mail-check-world.ts';

const people = [
  'person',
  'person with an app',
  'admin',
  'superadmin',
  'admin with an app',
  'shared',
  'device',
] as const;
type Kind = (typeof people)[number] | 'disabled' | 'nobody';
const policies = [
  { concatenated: 'off', plain: 'no' },
  { concatenated: 'off', plain: 'without-factor' },
  { concatenated: 'once', plain: 'no' },
  { concatenated: 'once', plain: 'without-factor' },
  { concatenated: 'lease', plain: 'no' },
  { concatenated: 'lease', plain: 'without-factor' },
] as const;
type Policy = (typeof policies)[number];
const texts = [
  'app password',
  'password',
  'password$code',
  'wrong',
  'wrong$code',
  'password$wrong',
  '',
] as const;
type Text = (typeof texts)[number];

const hasApp = (kind: Kind) => kind === 'person with an app' || kind === 'admin with an app';

/** By the rules of the specification, written down a second time. */
function expected(kind: Kind, { concatenated, plain }: Policy, text: Text): string {
  if (text === 'app password') {
    return kind === 'disabled' || kind === 'nobody' ? 'app-password' : 'admitted by app-password';
  }
  const isPerson = people.includes(kind as never) && kind !== 'shared' && kind !== 'device';
  if (kind === 'person with an app' && concatenated !== 'off' && text.includes('$')) {
    if (text === 'password$code') {
      return 'admitted by code';
    }
    return text === 'password$wrong' ? 'wrong-code' : 'wrong-password';
  }
  if (!isPerson || text !== 'password') {
    return 'wrong-password';
  }
  return kind === 'person' && plain === 'without-factor' ? 'admitted by password' : 'password-alone';
}

forEachStore((_engine, openStore) => {
  for (const policy of policies) {
    test(`concatenated ${policy.concatenated}, plain ${policy.plain}: every kind of account with every kind of text`, async () => {
      const world = await openMailCheckWorld(openStore);
      const { accounts, clock } = world;
      const service = await world.addService(policy);
      for (const kind of [...people, 'disabled', 'nobody'] as const) {
        const username = kind.replaceAll(' ', '-');
        const fields = {
          username,
          ...(kind === 'shared' || kind === 'device' ? { kind } : {}),
          ...(kind.startsWith('admin') ? { roles: ['admin'] as const } : {}),
          ...(kind === 'superadmin' ? { roles: ['superadmin'] as const } : {}),
        };
        const made = hasApp(kind) ? await world.addWithApp(fields) : undefined;
        const account = made?.account ?? (kind === 'nobody' ? undefined : await world.add(fields));
        const appPassword = account && (await world.addAppPassword(account.id)).password;
        if (kind === 'disabled' && account) {
          await accounts.disable(account.id);
        }
        for (const text of texts) {
          clock.advance(3_600_000);
          const code = made?.freshCode() ?? '123456';
          const wrongCode = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
          const typed: Record<Text, string> = {
            'app password': appPassword ?? 'ap00-0000-0000-0000-0000-0000-0000',
            password,
            password$code: `${password}$${code}`,
            wrong: 'nine red lamps at noon',
            wrong$code: `nine red lamps$${code}`,
            password$wrong: `${password}$${wrongCode}`,
            '': '',
          };
          const { hashes, answer } = await world.countHashes(() => world.ask(service, username, typed[text]));
          assert.equal(say(answer), expected(kind, policy, text), `${kind}, ${text}`);
          assert.equal(hashes, text === 'app password' ? 0 : 1, `hashes of ${kind}, ${text}`);
        }
      }
    });
  }
});
