// A stranger's opinion of a one-time code: Debian's oathtool, fed from an otpauth URL.

import { execFileSync } from 'node:child_process';
import { getProgram } from './components.ts';

/** The code that an authenticator app would show for this URL at `atMs` (milliseconds since 1970), or at this moment. */
export function oathtoolCode(
  otpauthUrl: string,
  options: { atMs?: number; t0Seconds?: number } = {},
): string {
  const url = new URL(otpauthUrl);
  const secret = url.searchParams.get('secret');
  if (secret === null) {
    throw new Error('the otpauth URL has no secret');
  }
  const digits = ['--base32', '-d', url.searchParams.get('digits') ?? '6'];
  const moving = url.host === 'hotp' ? counterArguments(url) : timeArguments(url, options);
  // The secret goes in by stdin ("-"), so that it never stands in a process list.
  const printed = execFileSync(getProgram('oathtool'), [...moving, ...digits, '-'], { input: secret });
  return printed.toString('utf8').trim();
}

function counterArguments(url: URL): string[] {
  return ['--hotp', '-c', url.searchParams.get('counter') ?? '0'];
}

function timeArguments(
  url: URL,
  { atMs = Date.now(), t0Seconds = 0 }: { atMs?: number; t0Seconds?: number },
): string[] {
  const algorithm = (url.searchParams.get('algorithm') ?? 'SHA1').toLowerCase();
  const period = `${url.searchParams.get('period') ?? '30'}s`;
  return [
    `--totp=${algorithm}`,
    '-s',
    period,
    '-N',
    oathtoolTime(atMs),
    '-S',
    oathtoolTime(t0Seconds * 1000),
  ];
}

/** `2026-01-31 12:00:00 UTC`, the form that oathtool's date parser reads alike in every time zone. */
function oathtoolTime(milliseconds: number): string {
  return new Date(milliseconds)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}
