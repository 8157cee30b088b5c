// The pages under /account in every state, for the gallery.

import type { FactorDetails } from '../../src/accounts/second-factor/factor-details.ts';
import { anotherEnrolledView, enrolledView, replacedView } from '../../src/portal/enrol/done-view.ts';
import { secretView } from '../../src/portal/enrol/secret-view.ts';
import {
  askForLinkView,
  followedLinkView,
  foreignLinkView,
  fullView,
  linkEndedView,
  linkSentView,
  strangerLinkView,
  ticketView,
  unsafeLinkView,
} from '../../src/portal/enrol/views.ts';
import { lastFactorView, removalView } from '../../src/portal/factor/remove-view.ts';
import { factorView } from '../../src/portal/factor/view.ts';
import { freshCodesView } from '../../src/portal/fresh-codes-view.ts';
import { goneView, nothingHereView } from '../../src/portal/gone-views.ts';
import { accessEndedView, lostDeviceView } from '../../src/portal/lost-device/view.ts';
import { overviewView } from '../../src/portal/overview/view.ts';
import { passwordView, recoveredView } from '../../src/portal/password/view.ts';
import { noCodesView, recoveryCodesView } from '../../src/portal/recovery-codes/view.ts';
import { notSignedInView } from '../../src/portal/sign-in-views.ts';
import { signOutView } from '../../src/portal/sign-out/view.ts';
import { noTrustView, trustedBrowsersView } from '../../src/portal/trusted-browsers/view.ts';
import type { Html } from '../../src/views/html.ts';
import type { PortalFrame } from '../../src/views/layout.ts';
import type { Enrolment } from '../../src/views/parts/enrolment-form.ts';
import { createConnectionsGallery } from './gallery-connections.ts';

export interface PortalSamples {
  readonly frame: Omit<PortalFrame, 'username' | 'hasSecondStep'>;
  readonly longName: string;
  readonly enrolment: Enrolment;
  readonly demanding: Enrolment;
  readonly recoveryCodes: readonly string[];
}

const now = Date.UTC(2026, 10, 25, 14, 5);
const hour = 3_600_000;
const day = 24 * hour;

const phone: FactorDetails = {
  id: 'factor1',
  kind: 'otpauth',
  type: 'totp',
  label: 'Phone',
  state: 'active',
  confirmed: true,
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  t0: 0,
  createdAt: now - 200 * day,
  setBy: 'owner',
};
const unnamed: FactorDetails = { ...phone, label: 'Authenticator app' };
const token: FactorDetails = {
  ...phone,
  id: 'factor2',
  type: 'hotp',
  counter: 3,
  label: 'Postern:alice@example.org',
  confirmed: false,
  createdAt: now - 3 * hour,
  setBy: 'admin',
};
const browsers = [
  {
    id: 'browser1',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    createdAt: now - 3 * hour,
    expiresAt: now + 30 * day,
    isThis: true,
  },
  {
    id: 'browser2',
    userAgent: 'curl/8',
    createdAt: now - 26 * hour,
    expiresAt: now + 5 * hour,
    isThis: false,
  },
];
const programs = [
  { id: 'device1', name: 'Thunderbird', createdAt: now - 40 * day },
  {
    id: 'device2',
    name: 'The Quite Extraordinarily Long-Named Mail & Calendar Suite',
    createdAt: now - day,
  },
];

/** Names end as those of the gallery do: an error is shown where one of `-wrong`, `-used`, `-throttled`, `-taken`, `-short` stands. */
export function createPortalGallery(samples: PortalSamples): readonly (readonly [string, Html])[] {
  const { longName, recoveryCodes, enrolment, demanding } = samples;
  const frame: PortalFrame = { ...samples.frame, username: 'alice', hasSecondStep: true };
  const plain: PortalFrame = { ...frame, hasSecondStep: false };
  const awkward: PortalFrame = {
    ...frame,
    username: longName,
    support: 'Helpdesk of Example Ltd, room 4.12, +49 30 1234567',
  };
  const address = 'a…@example.org';
  const before = { now, programs: [], appPasswords: [] };
  const secret = { ...enrolment, why: 'first', before } as const;
  const overview = {
    now,
    factors: [phone],
    connections: 3,
    apps: 1,
    trustedBrowsers: 1,
    password: { at: now - 90 * day, byAdmin: false },
  };
  return [
    [
      'portal-overview',
      overviewView(frame, { ...overview, name: 'Alice Archer', recoveryCodes: { left: 10, used: false } }),
    ],
    [
      'portal-overview-off',
      overviewView(
        { ...plain, done: 'second-step-off' },
        {
          now,
          name: 'Alice Archer',
          factors: [],
          connections: 0,
          trustedBrowsers: 0,
          password: { at: now - hour, byAdmin: true },
        },
      ),
    ],
    [
      'portal-overview-needed',
      overviewView(plain, {
        now,
        factors: [],
        connections: 0,
        trustedBrowsers: 0,
        neededFrom: now + 9 * day,
      }),
    ],
    [
      'portal-overview-lost',
      overviewView(frame, {
        ...overview,
        factors: [unnamed, { ...unnamed, id: 'factor3', label: 'Authenticator app 2' }],
        lost: [unnamed],
        recoveryCodes: { left: 9, used: true },
      }),
    ],
    [
      'portal-overview-waiting',
      overviewView(frame, {
        ...overview,
        recoveryCodes: { left: 10, used: false },
        hasWaitingCodes: true,
      }),
    ],
    ['portal-sign-out', signOutView(samples.frame)],
    [
      'portal-overview-awkward',
      overviewView(awkward, {
        ...overview,
        factors: [phone, { ...token, label: 'x'.repeat(64) }],
        recoveryCodes: { left: 2, used: true },
      }),
    ],
    ['portal-enrol', secretView(plain, secret)],
    ['portal-enrol-another', secretView(frame, { ...enrolment, why: 'another' })],
    ['portal-enrol-lost', secretView(frame, { ...enrolment, why: 'lost' })],
    [
      'portal-enrol-wrong',
      secretView(awkward, {
        ...demanding,
        why: 'first',
        before: {
          ...before,
          programs,
          passwordUse: { at: now - 2 * hour, address: '192.0.2.7', service: 'mx', protocol: 'imap' },
          appPasswords: [
            { id: 'k7qm3x', name: 'Tablet', isKept: true },
            { id: 'p9fah2', name: 'Scanner in the hall', isKept: false },
          ],
        },
        error: 'app-ignores-settings',
        name: 'Phone',
      }),
    ],
    ['portal-enrol-name-short', secretView(frame, { ...secret, name: ' ', nameError: 'malformed' })],
    ['portal-enrol-mail', askForLinkView(plain, { address })],
    ['portal-enrol-mail-throttled', askForLinkView(frame, { address, error: { retryAfterSeconds: 2400 } })],
    ['portal-enrol-sent', linkSentView({ ...plain, done: 'link-sent' }, { address, lifeSeconds: 86_400 })],
    ['portal-enrol-ticket', ticketView(frame, {})],
    ['portal-enrol-ticket-wrong', ticketView(awkward, { error: 'wrong-code' })],
    ['portal-enrol-ticket-throttled', ticketView(frame, { error: { retryAfterSeconds: 30 } })],
    ['portal-enrol-stranger', strangerLinkView(frame, 'alice')],
    ['portal-enrol-followed', followedLinkView(awkward, 'bob')],
    ['portal-enrol-ended', linkEndedView(frame)],
    ['portal-enrol-unsafe', unsafeLinkView(frame)],
    ['portal-enrol-foreign', foreignLinkView(awkward, 'bob')],
    ['portal-enrol-full', fullView(frame)],
    ['portal-enrol-codes', freshCodesView(frame, { why: 'enrolled', codes: recoveryCodes })],
    ['portal-enrol-done', enrolledView(frame, 'enrolled-and-disconnected')],
    ['portal-enrol-done-another', anotherEnrolledView(frame)],
    ['portal-enrol-done-lost', replacedView(frame, [phone, { ...token, label: 'x'.repeat(64) }])],
    ['portal-gone', goneView(frame)],
    ['portal-nothing', nothingHereView(frame)],
    ['portal-factor', factorView(frame, { factor: phone, now })],
    ['portal-factor-short', factorView(awkward, { factor: token, now, name: '', error: 'malformed' })],
    ['portal-factor-remove', removalView(frame, { factor: phone, isLast: false })],
    ['portal-factor-remove-last', removalView(frame, { factor: phone, isLast: true })],
    ['portal-factor-needed', lastFactorView(frame, 'needed')],
    ['portal-factor-recovered', lastFactorView(frame, 'recovered')],
    ['portal-recovery-codes', recoveryCodesView({ ...frame, done: 'codes-kept' }, 10)],
    ['portal-recovery-codes-none', noCodesView(plain)],
    ['portal-recovery-codes-fresh', freshCodesView(frame, { why: 'renewed', codes: recoveryCodes })],
    ...createConnectionsGallery(frame, awkward),
    ['portal-browsers', trustedBrowsersView(frame, { now, browsers })],
    [
      'portal-browsers-empty',
      trustedBrowsersView({ ...frame, done: 'browsers-forgotten' }, { now, browsers: [] }),
    ],
    ['portal-browsers-none', noTrustView(plain)],
    ['portal-password-plain', passwordView(plain, { now, programs: [] })],
    ['portal-password', passwordView(frame, { now, programs })],
    [
      'portal-password-short',
      passwordView(awkward, { now, programs, ticked: ['device1'], error: { atLeast: 8 } }),
    ],
    ['portal-password-recovered', recoveredView(frame)],
    ['portal-lost-device', lostDeviceView(frame, { now, factors: [phone], madeFor: [] })],
    [
      'portal-lost-device-owner',
      lostDeviceView(frame, {
        now,
        factors: [phone, { ...token, label: longName }],
        madeFor: ['printer', 'team'],
      }),
    ],
    ['portal-lost-device-plain', lostDeviceView(plain, { now, factors: [], madeFor: [] })],
    ['portal-lost-device-done', accessEndedView(frame, frame)],
    ['portal-lost-device-plain-done', accessEndedView(frame, plain)],
    ['portal-denied', notSignedInView(frame, 'denied')],
    ['portal-expired', notSignedInView(frame, 'expired')],
  ];
}
