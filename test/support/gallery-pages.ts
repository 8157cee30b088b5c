// Every page in every state, with ordinary and with awkward words: for the eye, and for tests that hold for all pages.

import { consentView } from '../../interactions/consent/view.ts';
import { deniedView } from '../../interactions/denied/view.ts';
import { newPasswordView } from '../../interactions/new-password/view.ts';
import { passwordView } from '../../interactions/password/view.ts';
import { recoveryCodesView } from '../../interactions/recovery-codes/view.ts';
import type { AppErrorCode } from '../../src/base/app-error.ts';
import { setupAccountView } from '../../src/setup/account-view.ts';
import { setupCodesView } from '../../src/setup/codes-view.ts';
import { setupDoneView } from '../../src/setup/done-view.ts';
import { setupExpiredView } from '../../src/setup/expired-view.ts';
import { setupFactorView } from '../../src/setup/factor-view.ts';
import { errorPage } from '../../src/views/error-page.ts';
import type { Html } from '../../src/views/html.ts';
import type { Brand, SignInFrame } from '../../src/views/layout.ts';
import { qrSvg } from '../../src/views/qr-code.ts';
import { signedOutPage, signOutPage } from '../../src/views/sign-out-page.ts';
import type { Texts } from '../../src/views/texts/texts.ts';
import { listDevicePages } from './gallery-device.ts';
import { createPortalGallery } from './gallery-portal.ts';
import { listSecondStepPages } from './gallery-second-step.ts';

export const galleryBrand: Brand = { name: 'Postern', color: '#1d5c63' };

export const gallerySecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
export const galleryUrl = `otpauth://totp/Postern:alice%40example.org?secret=${gallerySecret}&issuer=Postern`;
const demandingUrl = `${galleryUrl}&algorithm=SHA256&digits=8&period=60`;

const recoveryCodes = Array.from({ length: 10 }, (_, index) =>
  ['k7qm', '3xwd', 'p9fa', 'h2re', 'vt6n', 'c4yb', 'm8sz', 'd5gj', 'q3hk', 'x7pw']
    .slice(index)
    .concat('b2nf', 'w6tc', 'r9ae')
    .slice(0, 4)
    .join('-'),
);

const longName = 'maximiliane-alexandrine.von-und-zu-hohenlohe-schillingsfuerst@mail.subsidiary.example.org';

/** Pages by a name fit for a file. */
export async function createGallery(
  texts: Texts,
  brand: Brand = galleryBrand,
): Promise<ReadonlyMap<string, Html>> {
  const frame: SignInFrame = {
    texts,
    brand,
    csrf: 'form-value',
    client: { name: 'Roundcube', host: 'webmail.example.org' },
    username: 'alice@example.org',
  };
  const { username: _, ...unnamed } = frame;
  const mailProgram: SignInFrame = { ...frame, client: { name: 'Thunderbird' } };
  const awkward: SignInFrame = {
    ...frame,
    support: 'Helpdesk of Example Ltd, room 4.12, +49 30 1234567',
    client: {
      name: 'The Quite Extraordinarily Long-Named Mail & Calendar Suite',
      host: 'suite.department.example.org',
    },
    username: longName,
  };
  const secretGroups = gallerySecret.match(/.{4}/g) ?? [];
  const enrolment = { secretGroups, otpauthUrl: galleryUrl, qr: await qrSvg(galleryUrl, texts.enrolment.qr) };
  const demanding = {
    secretGroups,
    otpauthUrl: demandingUrl,
    qr: await qrSvg(demandingUrl, texts.enrolment.qr),
  };
  const mailScopes = ['openid', 'offline_access', 'mail', 'urn:ietf:params:oauth:scope:mail'];
  const errorCodes = Object.keys(texts.errors) as (AppErrorCode | 'bug')[];
  return new Map<string, Html>([
    ['password', passwordView(unnamed)],
    ['password-mail-program', passwordView(mailProgram)],
    ['password-suggested', passwordView(unnamed, { suggestion: 'alice' })],
    ['password-second-step', passwordView(frame, { known: 'second-step' })],
    ['password-ended', passwordView(awkward, { known: 'ended' })],
    ['password-owner-wrong', passwordView(awkward, { known: 'owner', error: 'wrong' })],
    ['password-empty-wrong', passwordView(unnamed, { error: 'empty' })],
    ['password-wrong', passwordView(frame, { error: 'wrong' })],
    ['password-throttled', passwordView(awkward, { error: { retryAfterSeconds: 480 } })],
    ['denied', deniedView(frame)],
    ['denied-awkward', deniedView(awkward)],
    ['recovery-codes', recoveryCodesView(frame, recoveryCodes)],
    ['new-password', newPasswordView(frame)],
    ['new-password-short', newPasswordView(awkward, { atLeast: 8 })],
    ...listSecondStepPages({ frame, mailProgram, awkward }, { enrolment, demanding }),
    [
      'consent-mail',
      consentView(mailProgram, {
        scopes: mailScopes,
        redirectHost: '127.0.0.1:49152',
        lifetimeDays: 400,
        unverified: true,
      }),
    ],
    [
      'consent-registered',
      consentView(mailProgram, {
        scopes: mailScopes,
        redirectHost: 'org.example.letterbox',
        lifetimeDays: 400,
        unverified: true,
        selfRegistered: true,
      }),
    ],
    [
      'consent-web',
      consentView(frame, { scopes: ['openid', 'profile', 'email'], redirectHost: 'webmail.example.org' }),
    ],
    [
      'consent-awkward',
      consentView(awkward, {
        scopes: [
          'openid',
          'profile',
          'email',
          'imap',
          'pop3',
          'smtp',
          'sieve',
          'offline_access',
          'urn:example:calendar:everything',
        ],
        redirectHost: 'org.example.suite',
        lifetimeDays: 400,
        unverified: true,
      }),
    ],
    ...listDevicePages({ frame, awkward }),
    ['setup-account', setupAccountView(frame, { values: {} })],
    [
      'setup-account-name-taken',
      setupAccountView(frame, {
        values: { username: 'alice', name: 'Alice' },
        error: { field: 'username', problem: 'taken' },
      }),
    ],
    [
      'setup-account-password-short',
      setupAccountView(frame, {
        values: { username: 'alice', name: 'Alice' },
        error: { field: 'new_password', problem: { atLeast: 15 } },
      }),
    ],
    ['setup-factor', setupFactorView(frame, enrolment)],
    ['setup-factor-demanding', setupFactorView(frame, demanding)],
    ['setup-factor-wrong', setupFactorView(frame, { ...demanding, error: 'app-ignores-settings' })],
    ['setup-codes', setupCodesView(frame, { codes: recoveryCodes, username: 'alice' })],
    ['setup-done', setupDoneView(frame, { username: 'alice' })],
    ['setup-expired', setupExpiredView(frame)],
    ...createPortalGallery({ frame: unnamed, longName, enrolment, demanding, recoveryCodes }),
    ['sign-out', signOutPage(frame, { action: '/logout/confirm', xsrf: 'provider-value' })],
    ['signed-out', signedOutPage(frame)],
    ...errorCodes.map((code): [string, Html] => [
      `error-${code}`,
      errorPage(frame, { code, requestId: 'q7Jx0cT2vLmN4sRa' }),
    ]),
    [
      'error-wait',
      errorPage(frame, { code: 'too-many-changes', requestId: 'q7Jx0cT2vLmN4sRa', retryAfterSeconds: 480 }),
    ],
  ]);
}
