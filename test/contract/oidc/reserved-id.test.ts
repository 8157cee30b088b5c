// The client id of the account pages belongs to the program: nobody takes it, lists it or deletes it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/base/clock.ts';
import { createClients } from '../../../src/oidc/clients/clients.ts';
import { createMailServices } from '../../../src/oidc/clients/mail-services.ts';
import { portalClientId } from '../../../src/oidc/portal-client/portal-client.ts';
import { testSealer, testSettings } from '../../support/accounts.ts';
import { forEachStore } from '../../support/engines.ts';

forEachStore((_engine, openStore) => {
  const open = async () => {
    const store = await openStore();
    const parts = { store, clock: systemClock, sealer: testSealer, settings: testSettings };
    return { clients: createClients(parts), mailServices: createMailServices(parts) };
  };

  test('no client and no mail service takes the id of the account pages', async () => {
    const { clients, mailServices } = await open();
    assert.deepEqual(await clients.add({ id: portalClientId, preset: 'native' }), { outcome: 'taken' });
    const redirectUris = ['https://evil.example/callback'];
    const web = await clients.add({ id: portalClientId, preset: 'web', redirectUris });
    assert.deepEqual(web, { outcome: 'taken' });
    assert.deepEqual(await mailServices.add({ name: portalClientId }), { outcome: 'taken' });
    assert.deepEqual(await clients.list(), []);
    assert.deepEqual(await mailServices.list(), []);
  });

  test('the account pages are in no list and cannot be deleted, but rules may name them', async () => {
    const { clients } = await open();
    await clients.add({ id: 'program', preset: 'native' });
    assert.deepEqual(
      (await clients.list()).map(({ client_id }) => client_id),
      ['program'],
    );
    assert.equal(await clients.remove(portalClientId), false);
    const known = await Promise.all([portalClientId, 'program', 'another'].map(clients.isKnown));
    assert.deepEqual(known, [true, true, false]);
  });
});
