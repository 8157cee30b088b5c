// Whose address a rule about networks means at each door: the person's own, never that of a server between.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from 'oidc-provider';
import type { Account } from '../../../../src/accounts/account.ts';
import { createAccessRules } from '../../../../src/accounts/rules/access-rules.ts';
import { createDevices } from '../../../../src/oidc/devices.ts';
import { acrOf } from '../../../../src/oidc/proof/factor.ts';
import { createAdmission } from '../../../../src/oidc/tokens/admission.ts';
import { createMovedClock } from '../../../support/accounts.ts';
import { forEachStore } from '../../../support/engines.ts';

const account = {
  id: 'alice',
  kind: 'person',
  roles: ['user'],
  groups: [],
  secrets: [],
} as unknown as Account;
const client = (applicationType: 'native' | 'web'): Client =>
  ({ clientId: applicationType, applicationType }) as unknown as Client;
const trust = { trustedBrowserLife: 86_400 };
const office = '192.0.2.7';
const elsewhere = '198.51.100.9';

forEachStore((_engine, openStore) => {
  /** In the office the password is enough; nobody gets in from elsewhere. */
  const open = async () => {
    const clock = createMovedClock();
    const store = await openStore({ clock });
    const devices = createDevices({ store, clock });
    const settings = { mfa: 'optional', mfaExemptRoles: [] } as const;
    const accessRules = createAccessRules({ store, clock, settings });
    await accessRules.add({ networks: ['192.0.2.0/24'], demand: 1 });
    await accessRules.add({ demand: 'deny' });
    return { devices, admission: createAdmission({ accessRules, devices, clock, settings: trust }) };
  };
  const presented = (applicationType: 'native' | 'web', address: string) => ({
    client: client(applicationType),
    grantId: 'grant',
    acr: acrOf(1),
    amr: ['pwd'],
    authTime: Date.UTC(2050, 0, 1) / 1000,
    address,
  });

  test('a program on a device comes from where its person is', async () => {
    const { admission } = await open();
    assert.equal(await admission.admits(account, presented('native', office)), true);
    assert.equal(await admission.admits(account, presented('native', elsewhere)), false);
  });

  test('a mail server tells where the person is; one that does not is answered by where the program got tokens', async () => {
    const { devices, admission } = await open();
    const silent = { ...presented('native', office), address: undefined };
    assert.equal(await admission.admitsFromAfar(account, silent), false, 'never seen');
    await devices.noteMail('grant', office);
    assert.equal(await admission.admitsFromAfar(account, silent), false, 'another server told');
    await devices.noteUse('grant', office);
    assert.equal(await admission.admitsFromAfar(account, silent), true);
    assert.equal(await admission.admitsFromAfar(account, presented('native', elsewhere)), false);
    await devices.noteUse('grant', elsewhere);
    assert.equal(await admission.admitsFromAfar(account, silent), false);
    assert.equal(await admission.admitsFromAfar(account, presented('native', office)), true);
  });

  test('the server of a web application is not its person: the browser counts', async () => {
    const { devices, admission } = await open();
    await devices.noteUse('grant', office);
    assert.equal(await admission.admits(account, presented('web', office)), false, 'no browser was seen');
    await devices.noteBrowser('grant', office, 60);
    assert.equal(await admission.admits(account, presented('web', elsewhere)), true);
    assert.equal(await admission.admitsFromAfar(account, presented('web', office)), true);
    assert.equal(await admission.admitsFromAfar(account, presented('web', '10.0.0.5')), true);
    assert.equal(await admission.admitsFromAfar(account, presented('web', elsewhere)), false);
    await devices.noteUse('grant', elsewhere);
    assert.equal(await admission.admitsFromAfar(account, presented('web', elsewhere)), true, 'its server');
    await devices.noteBrowser('grant', elsewhere, 60);
    assert.equal(await admission.admits(account, presented('web', office)), false);
    await devices.endGrant('grant');
    assert.equal(await devices.findBrowserAddress('grant'), undefined, 'an ended grant leaves nothing');
  });

  test('what a token proves is compared with what is required of its client', async () => {
    const { admission } = await open();
    const strict = { ...client('native'), postern_require_factor: 2 } as unknown as Client;
    const one = { ...presented('native', office), client: strict };
    assert.equal(await admission.admits(account, one), false);
    assert.equal(await admission.admits(account, { ...one, acr: acrOf(2) }), true);
    assert.equal(await admission.admits(account, { ...one, acr: undefined }), false);
  });

  test('trust in a browser counts where account or policy ask, never where client or rule do', async () => {
    const clock = createMovedClock();
    const store = await openStore({ clock });
    const devices = createDevices({ store, clock });
    const settings = { mfa: 'required', mfaExemptRoles: [] } as const;
    const accessRules = createAccessRules({ store, clock, settings });
    const admission = createAdmission({ accessRules, devices, clock, settings: trust });
    const plain = presented('web', office);
    const trusted = { ...plain, amr: ['pwd', 'rba'] };
    const asked = { ...account, requiredFactor: 2 } as Account;
    for (const admits of [admission.admits, admission.admitsFromAfar]) {
      assert.equal(await admits(account, plain), false, 'the policy asks');
      assert.equal(await admits(account, trusted), true);
      assert.equal(await admits(asked, trusted), true, 'the account asks as well');
      const strict = { ...client('web'), postern_require_factor: 2 } as unknown as Client;
      assert.equal(await admits(account, { ...trusted, client: strict }), false);
    }
    await accessRules.add({ demand: 2 });
    clock.advance(5000);
    assert.equal(await admission.admits(account, trusted), false, 'a rule asks');
  });
});
