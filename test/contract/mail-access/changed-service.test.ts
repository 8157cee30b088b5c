// A mail service whose policy was changed: the next question is judged by the new one, and what stood on the old one ends.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientInputError } from '../../../src/oidc/clients/client-input-error.ts';
import type { MailServiceChanges } from '../../../src/oidc/clients/mail-service-change.ts';
import { createMailServices } from '../../../src/oidc/clients/mail-services.ts';
import { testSealer, testSettings } from '../../support/accounts.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import { openMailCheckWorld, password, say } from '../../support/mail-check-world.ts';

const narrowing: readonly MailServiceChanges[] = [
  { domains: ['other.test'] },
  { groups: ['board'] },
  { protocols: ['smtp'] },
];
const widening: readonly MailServiceChanges[] = [{ domains: [] }, { groups: [] }, { protocols: [] }];

forEachStore((_engine, openStore) => {
  const open = async () => {
    const world = await openMailCheckWorld(openStore);
    const { mailServices, ask } = world;
    await world.addService();
    const made = await world.addWithApp({ username: 'alice@example.test' });
    const appPassword = (await world.addAppPassword(made.account.id)).password;
    const find = async () => (await mailServices.find('mx')) ?? assert.fail();
    // As a request finds it: by its secret, each time anew.
    const enter = async (text: string) => say(await ask(await find(), 'alice@example.test', text));
    return { ...world, ...made, appPassword, enter };
  };

  test('what a service is narrowed to holds at the next question, and again what it is widened to', async () => {
    const { mailServices, appPassword, enter } = await open();
    for (const [at, changes] of narrowing.entries()) {
      assert.equal(await enter(appPassword), 'admitted by app-password');
      await mailServices.change('mx', changes);
      assert.equal(await enter(appPassword), 'app-password', JSON.stringify(changes));
      await mailServices.change('mx', widening[at] ?? assert.fail());
    }
    assert.equal(await enter(appPassword), 'admitted by app-password');
  });

  test('a service that takes no codes any more honours no lease, and a text that was refused before is judged anew', async () => {
    const { mailServices, enter, freshCode, accounts, account, clock } = await open();
    const code = `${password}$${freshCode()}`;
    assert.equal(await enter(code), 'wrong-password');
    await mailServices.change('mx', { concatenated: 'lease' });
    clock.advance(3_600_000);
    const text = `${password}$${freshCode()}`;
    assert.equal(await enter(text), 'admitted by code');
    assert.equal(await enter(text), 'admitted by lease');
    await mailServices.change('mx', { concatenated: 'off' });
    assert.notEqual((await enter(text)).split(' ')[0], 'admitted');
    assert.notEqual((await enter(password)).split(' ')[0], 'admitted');
    await accounts.factors.reset(account.id);
    clock.advance(3_600_000);
    assert.equal(await enter(password), 'password-alone');
    await mailServices.change('mx', { plain: 'without-factor' });
    clock.advance(3_600_000);
    assert.equal(await enter(password), 'admitted by password');
  });

  test('of several changes at one moment none is lost, and a rotation between them neither', async () => {
    const { store, clock, mailServices } = await open();
    const slow = createMailServices({
      ...{ store: withLatency(store), clock, sealer: testSealer },
      settings: testSettings,
    });
    const before = (await mailServices.findSecret('mx')) ?? assert.fail();
    const [secret] = await Promise.all([
      slow.rotateSecret('mx'),
      slow.change('mx', { domains: ['a.test'] }),
      slow.change('mx', { groups: ['staff'] }),
      slow.change('mx', { imap: 'mail.test:993', audience: 'urn:mx' }),
      slow.change('mx', { kickUrl: 'http://:sesame@127.0.0.1/' }),
    ]);
    const found = (await mailServices.findBySecret(secret ?? '')) ?? assert.fail();
    assert.deepEqual(
      [found.domains, found.groups, found.imap, found.audience],
      [['a.test'], ['staff'], 'mail.test:993', 'urn:mx'],
    );
    assert.equal((await mailServices.findBySecret(before))?.name, 'mx');
    assert.equal(await mailServices.findKickUrl('mx'), 'http://:sesame@127.0.0.1/');
    await mailServices.change('mx', { kickUrl: null, audience: null, imap: null });
    assert.equal(await mailServices.findKickUrl('mx'), undefined);
    const cleared = (await mailServices.find('mx')) ?? assert.fail();
    assert.deepEqual([cleared.audience, cleared.imap], [undefined, undefined]);
  });

  test('what cannot be changes nothing', async () => {
    const { mailServices } = await open();
    const before = await mailServices.find('mx');
    for (const changes of [
      { groups: ['staff'], domains: ['a b'] },
      { groups: ['staff'], imap: 'x' },
      { groups: ['staff'], kickUrl: 'ftp://x' },
      { groups: ['staff'], audience: '' },
    ]) {
      await assert.rejects(mailServices.change('mx', changes), ClientInputError);
    }
    assert.deepEqual(await mailServices.find('mx'), before);
    assert.equal(await mailServices.change('nobody', { domains: [] }), undefined);
  });
});
