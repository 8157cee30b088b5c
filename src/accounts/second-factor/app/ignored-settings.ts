// Authenticator apps that read only the key of a QR code, and use SHA1, six digits and 30 seconds whatever it says.

import type { OtpauthUrl } from './otpauth-url.ts';
import { matchTotp, readCode } from './totp.ts';

const usual = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** Whether a code that does not fit the factor fits its key under the usual settings: the app is the problem, not the typing. */
export function fitsUsualSettingsOnly(
  parameters: OtpauthUrl,
  t0: number,
  { code, now, window }: { code: string; now: number; window: number },
): boolean {
  if (parameters.type !== 'totp') {
    return false;
  }
  const { algorithm, digits, period } = parameters;
  const isUsual =
    algorithm === usual.algorithm && digits === usual.digits && period === usual.period && t0 === 0;
  const typed = { code: readCode(code) ?? '', now, window };
  return !isUsual && matchTotp({ ...parameters, ...usual }, { t0: 0, drift: 0 }, typed).outcome === 'right';
}
