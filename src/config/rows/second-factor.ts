// Settings of the second factor: who must have one, how the first is bound, how new ones are made.

import { duration, oneOf, severalOf, wholeNumber } from '../kinds.ts';
import { row } from '../row.ts';

export const secondFactorRows = {
  mfa: row(oneOf(['optional', 'required']), {
    name: 'POSTERN_MFA',
    default: 'optional',
    meaning: 'until `postern mfa` has said otherwise: `required` = everyone must have a second factor',
  }),
  mfaExemptRoles: row(severalOf(['user', 'admin', 'superadmin']), {
    name: 'POSTERN_MFA_EXEMPT_ROLES',
    default: 'superadmin',
    meaning: 'roles that this policy does not force to have a second factor, or `none`',
  }),
  firstFactor: row(oneOf(['mail', 'password', 'ticket']), {
    name: 'POSTERN_FIRST_FACTOR',
    withoutIt: '`mail` where it can, else `password`',
    meaning:
      "what the first authenticator app of an account needs besides the password: a code or link by `mail` outside of POSTERN_MAIL_DOMAINS, nothing more (`password`), or an administrator's `ticket`",
  }),
  trustedBrowserLife: row(duration({ least: '0s', most: '365d' }), {
    name: 'POSTERN_TRUSTED_BROWSER_LIFE',
    default: '30d',
    meaning: 'how long a browser whose owner said so is not asked for a code; `0s`: it is always asked',
  }),
  otpAlgorithm: row(oneOf(['SHA1', 'SHA256', 'SHA512']), {
    name: 'POSTERN_OTP_ALGORITHM',
    default: 'SHA1',
    meaning: 'for new authenticator apps: `SHA1`, `SHA256` or `SHA512`; many apps know only the first',
  }),
  otpDigits: row(wholeNumber({ least: 6, most: 8 }), {
    name: 'POSTERN_OTP_DIGITS',
    default: '6',
    meaning: 'for new authenticator apps: digits of a code, 6 to 8',
  }),
  otpPeriod: row(wholeNumber({ least: 15, most: 120 }), {
    name: 'POSTERN_OTP_PERIOD',
    default: '30',
    meaning: 'for new authenticator apps: seconds a code is shown, 15 to 120',
  }),
  otpT0: row(wholeNumber({ least: 0, most: 4_294_967_295 }), {
    name: 'POSTERN_OTP_T0',
    default: '0',
    meaning: 'for new authenticator apps: the second since 1970 that counting starts from',
  }),
  otpWindow: row(wholeNumber({ least: 0, most: 2 }), {
    name: 'POSTERN_OTP_WINDOW',
    default: '1',
    meaning: 'how many codes before and after the present one are accepted, 0 to 2',
  }),
} as const;
