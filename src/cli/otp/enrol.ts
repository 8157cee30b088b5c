// postern otp enrol: makes a second factor and shows it once, to be scanned by its owner.

import { hasSecondFactor } from '../../accounts/account.ts';
import { otpAlgorithms, otpTypes } from '../../accounts/second-factor/app/otpauth-url.ts';
import { qrTerminal } from '../../views/qr-code.ts';
import { getAccount, user } from '../accounts/find-account.ts';
import { onPaper } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { choice, text, wholeNumber } from '../frame/options.ts';
import { factorRefusal } from './factor-refusal.ts';

export const otpEnrol = defineCommand({
  name: 'otp enrol',
  summary: 'Makes a second factor and shows it once, with recovery codes',
  arguments: { user },
  options: {
    type: choice(otpTypes, 'codes by time (unless given) or by counter'),
    algorithm: choice(otpAlgorithms, 'POSTERN_OTP_ALGORITHM unless given'),
    digits: wholeNumber('N', '6 to 8; POSTERN_OTP_DIGITS unless given', { least: 6, most: 8 }),
    period: wholeNumber('SECONDS', '15 to 120; POSTERN_OTP_PERIOD unless given', { least: 15, most: 120 }),
    name: text('NAME', 'what its owner knows it by; “Authenticator app” or “Token” unless given'),
    t0: wholeNumber('SECONDS', 'where counting starts; POSTERN_OTP_T0 unless given'),
  },
  run: async (input, { terminal, open }) => {
    const { type, algorithm, digits, period, name, t0 } = input.options;
    const { accounts, kicks } = await open();
    const account = await getAccount(accounts, input.arguments.user);
    const made = await accounts.factors.make(account.id, {
      ...(type === undefined ? {} : { type }),
      ...(name === undefined ? {} : { name }),
      ...(algorithm === undefined ? {} : { algorithm }),
      ...(digits === undefined ? {} : { digits }),
      ...(period === undefined ? {} : { period }),
      ...(t0 === undefined ? {} : { t0 }),
    });
    if (made.outcome !== 'made') {
      throw factorRefusal(made.outcome);
    }
    if (!hasSecondFactor(account)) {
      // What the password alone had opened.
      await kicks.ask(account);
    }
    const { id, url, recoveryCodes } = made;
    const drawing = (await qrTerminal(url)).replace(/\n$/, '');
    return {
      json: { id, url, recovery_codes: recoveryCodes },
      text: describe(account.username, url, {
        drawing: terminal.hasColors ? onPaper(drawing) : drawing,
        codes: recoveryCodes,
      }),
    };
  },
});

interface Shown {
  readonly drawing: string;
  readonly codes: readonly string[];
}

function describe(username: string, url: string, { drawing, codes }: Shown): string {
  const secret = new URL(url).searchParams.get('secret') ?? '';
  const recovery =
    codes.length === 0
      ? ['The recovery codes of before stay as they are.']
      : ['Recovery codes, each for one sign-in without the app:', '', ...codes.map((code) => `  ${code}`)];
  return [
    `A second factor for ${username}, active now and shown this once. Scan it with an authenticator app:`,
    '',
    drawing,
    '',
    `or type the secret:  ${secret.match(/.{1,4}/g)?.join(' ')}`,
    `or open the address: ${url}`,
    ...warnOfApps(url),
    '',
    ...recovery,
  ].join('\n');
}

/** An app that ignores what the URL says shows codes that never work, and nothing tells why. */
function warnOfApps(url: string): readonly string[] {
  const { host, searchParams } = new URL(url);
  const [algorithm, digits, period] = ['algorithm', 'digits', 'period'].map((name) => searchParams.get(name));
  const unusual = [
    algorithm !== 'SHA1' && algorithm,
    digits !== '6' && `${digits} digits`,
    period !== '30' && `${period} seconds`,
  ].filter((part) => typeof part === 'string');
  return host !== 'totp' || unusual.length === 0
    ? []
    : [
        '',
        `Google Authenticator, Microsoft Authenticator and some others ignore such settings (${unusual.join(', ')}):`,
        'their codes do not work. Aegis, FreeOTP and Bitwarden follow them.',
      ];
}
