// Where a new password comes from: standard input, or a person who types it twice, unseen.

import { flag } from '../frame/options.ts';
import { Refusal, UsageError } from '../frame/refusals.ts';
import type { Terminal } from '../frame/terminal.ts';

export const passwordOptions = {
  'password-stdin': flag('read the password from standard input, less one line break at its end'),
  temporary: flag('the password must be replaced at the next sign-in'),
} as const;

export async function readNewPassword(
  terminal: Terminal,
  { 'password-stdin': isFromStdin }: { readonly 'password-stdin': boolean },
): Promise<string> {
  if (isFromStdin) {
    return terminal.readStdin();
  }
  if (!terminal.isInteractive) {
    throw new UsageError('--password-stdin is missing, and there is no terminal to ask on');
  }
  const password = await terminal.ask('New password: ', { isHidden: true });
  if (password !== (await terminal.ask('Once more: ', { isHidden: true }))) {
    throw new Refusal('the two passwords are not the same');
  }
  return password;
}
