// What the account pages call second factors that nobody named.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replacedView } from '../../../src/portal/enrol/done-view.ts';
import { lostDeviceView } from '../../../src/portal/lost-device/view.ts';
import type { PortalFrame } from '../../../src/views/layout.ts';
import { factorLabel } from '../../../src/views/texts/factor-label.ts';
import { findTexts } from '../../../src/views/texts/find-texts.ts';

test('a factor that nobody named is called in the language of its reader, and any other by its name', () => {
  const german = findTexts('de');
  for (const [label, shown] of [
    ['Authenticator app', 'Authenticator-App'],
    ['Authenticator app 2', 'Authenticator-App 2'],
    ['Token 3', 'Token 3'],
    ['Phone', 'Phone'],
    ['My Authenticator app', 'My Authenticator app'],
    ['Phone 2', 'Phone 2'],
  ] as const) {
    assert.equal(factorLabel(german, label), shown);
    assert.equal(factorLabel(findTexts('en'), label), label);
  }
});

test('so it is on the pages where one is taken away', () => {
  const frame: PortalFrame = {
    brand: { name: 'Postern', color: '#1d5c63' },
    texts: findTexts('de'),
    csrf: 'x',
    username: 'alice',
    hasSecondStep: true,
  };
  const factors = [{ id: 'old', label: 'Authenticator app 2', type: 'totp', createdAt: 0 }] as const;
  for (const page of [
    replacedView(frame, factors),
    lostDeviceView(frame, { now: 60_000, factors, madeFor: [] }),
  ]) {
    assert.match(page.toString(), /„Authenticator-App 2“/);
    assert.doesNotMatch(page.toString(), /Authenticator app/);
  }
});
