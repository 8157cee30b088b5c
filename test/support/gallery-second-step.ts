// The gallery's pages around a second step: asked for, not there yet, not at hand.

import { enrolmentOfferView } from '../../interactions/enrolment-offer/view.ts';
import { mailedCodeView } from '../../interactions/first-factor/mailed-code-view.ts';
import { ticketView } from '../../interactions/first-factor/ticket-view.ts';
import { lostDeviceView } from '../../interactions/lost-device/view.ts';
import { recoveredView } from '../../interactions/recovered/view.ts';
import { connectsNothingView, recoveryCodeView } from '../../interactions/recovery-code/view.ts';
import { totpView } from '../../interactions/totp/view.ts';
import { enrolmentExpiredView, totpEnrolmentView } from '../../interactions/totp-enrolment/view.ts';
import type { Html } from '../../src/views/html.ts';
import type { SignInFrame } from '../../src/views/layout.ts';
import type { Enrolment } from '../../src/views/parts/enrolment-form.ts';

export interface SecondStepFrames {
  readonly frame: SignInFrame;
  readonly mailProgram: SignInFrame;
  readonly awkward: SignInFrame;
}

export interface SecondStepEnrolments {
  readonly enrolment: Enrolment;
  /** With settings that some apps ignore. */
  readonly demanding: Enrolment;
}

const code = { recoveryHref: '/recovery-code', lostHref: '/lost-device', device: 'app' } as const;
const recovery = { codeHref: '/totp', lostHref: '/lost-device' };
const accountAddress = 'https://sign-in.example.org/account';
const mailed = { address: 'a…@example.net', isSent: true, canPutOff: false };
const month = 30 * 24 * 60 * 60;

export function listSecondStepPages(
  { frame, mailProgram, awkward }: SecondStepFrames,
  { enrolment, demanding }: SecondStepEnrolments,
): readonly (readonly [string, Html])[] {
  return [
    ['code', totpView(frame, code)],
    ['code-mail-program', totpView(mailProgram, code)],
    ['code-token', totpView(frame, { ...code, device: 'token' })],
    ['code-step-up', totpView(awkward, { ...code, device: 'either', isStepUp: true })],
    ['code-malformed-wrong', totpView(frame, { ...code, error: 'malformed' })],
    ['code-trust', totpView(awkward, { ...code, trustSeconds: month })],
    ['code-wrong', totpView(frame, { ...code, trustSeconds: month, error: 'wrong-code' })],
    ['code-used', totpView(awkward, { ...code, error: 'used-before' })],
    ['code-throttled', totpView(frame, { ...code, error: { retryAfterSeconds: 30 } })],
    ['totp-enrolment', totpEnrolmentView(frame, { ...enrolment, why: 'required' })],
    ['totp-enrolment-offered', totpEnrolmentView(awkward, { ...enrolment, why: 'offered' })],
    ['totp-enrolment-lost', totpEnrolmentView(frame, { ...enrolment, why: 'lost' })],
    [
      'totp-enrolment-wrong',
      totpEnrolmentView(awkward, { ...demanding, why: 'required', error: 'app-ignores-settings' }),
    ],
    ['totp-enrolment-expired', enrolmentExpiredView(frame)],
    ['enrolment-offer', enrolmentOfferView(frame, Date.UTC(2026, 11, 1))],
    ['enrolment-offer-awkward', enrolmentOfferView(awkward, Date.UTC(2026, 11, 1))],
    ['mailed-code', mailedCodeView(frame, mailed)],
    ['mailed-code-offered', mailedCodeView(awkward, { ...mailed, canPutOff: true })],
    ['mailed-code-another', mailedCodeView(frame, { ...mailed, isAnother: true })],
    ['mailed-code-unsent', mailedCodeView(frame, { ...mailed, isSent: false })],
    ['mailed-code-wrong', mailedCodeView(frame, { ...mailed, error: 'wrong-code' })],
    ['mailed-code-malformed-wrong', mailedCodeView(frame, { ...mailed, error: 'malformed' })],
    ['mailed-code-past-used', mailedCodeView(awkward, { ...mailed, error: 'used-up' })],
    [
      'mailed-code-throttled',
      mailedCodeView(frame, { ...mailed, error: { retryAfterSeconds: 1260, tooManySent: true } }),
    ],
    ['ticket', ticketView(frame, { canPutOff: false })],
    ['ticket-wrong', ticketView(awkward, { canPutOff: true, error: 'wrong-code' })],
    ['ticket-throttled', ticketView(frame, { canPutOff: false, error: { retryAfterSeconds: 60 } })],
    ['recovery-code', recoveryCodeView(frame, recovery)],
    ['connects-nothing', connectsNothingView(mailProgram, recovery)],
    ['recovery-code-wrong', recoveryCodeView(awkward, { ...recovery, error: 'wrong-code' })],
    ['recovery-code-malformed-wrong', recoveryCodeView(frame, { ...recovery, error: 'malformed' })],
    ['recovery-code-throttled', recoveryCodeView(frame, { ...recovery, error: { retryAfterSeconds: 7200 } })],
    ['lost-device', lostDeviceView(frame, { codeHref: '/totp', accountAddress, connects: false })],
    [
      'lost-device-mail-program',
      lostDeviceView(mailProgram, { codeHref: '/totp', accountAddress, connects: true }),
    ],
    ['lost-device-awkward', lostDeviceView(awkward, { codeHref: '/totp', accountAddress, connects: false })],
    ['recovered', recoveredView(frame, { left: 7 })],
    ['recovered-few', recoveredView(awkward, { left: 3 })],
    ['recovered-last', recoveredView(frame, { left: 0 })],
  ];
}
