// The pages of connecting a device in every state, for the gallery.

import { type DeviceConsentState, deviceConsentView } from '../../interactions/consent/device-view.ts';
import { userCodeView } from '../../interactions/device/view.ts';
import { deviceConnectedPage, deviceOverPage, deviceRefusedPage } from '../../src/views/device-pages.ts';
import type { Html } from '../../src/views/html.ts';
import type { SignInFrame } from '../../src/views/layout.ts';

const now = Date.UTC(2026, 10, 25, 14, 5);

const asked: DeviceConsentState = {
  scopes: ['openid', 'offline_access', 'mail', 'urn:ietf:params:oauth:scope:mail'],
  device: { address: '192.0.2.7', userAgent: 'Python-urllib/3.13', askedAt: now - 60_000, isHere: true },
  now,
  lifetimeDays: 400,
  selfRegistered: false,
};
const elsewhere: DeviceConsentState = {
  ...asked,
  scopes: ['openid', 'profile', 'urn:example:calendar:everything'],
  device: {
    address: '2001:db8:1f2e:3d4c:5b6a:7988:a1b2:c3d4',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    askedAt: now - 9 * 60_000,
    isHere: false,
  },
  selfRegistered: true,
};

export function listDevicePages(frames: {
  readonly frame: SignInFrame;
  readonly awkward: SignInFrame;
}): readonly (readonly [string, Html])[] {
  const { awkward } = frames;
  const { username: _, ...frame } = frames.frame;
  const terminal: SignInFrame = { ...frames.frame, client: { name: 'mutt' } };
  const accountAddress = 'https://login.example.org/account';
  return [
    ['device', userCodeView(frame)],
    ['device-code-wrong', userCodeView(frame, { error: 'wrong' })],
    ['device-code-throttled', userCodeView(awkward, { error: { retryAfterSeconds: 480 } })],
    ['device-approval', deviceConsentView(terminal, asked)],
    ['device-approval-elsewhere', deviceConsentView(awkward, elsewhere)],
    ['device-connected', deviceConnectedPage(frame, { client: 'mutt', accountAddress })],
    ['device-refused', deviceRefusedPage(frame)],
    ['device-refused-awkward', deviceRefusedPage(awkward)],
    ['device-over', deviceOverPage(frame, { enterHref: '/device' })],
  ];
}
