// The passphrase of an export: from standard input, or from a person who types it twice, unseen.

import { Refusal, UsageError } from '../frame/refusals.ts';
import type { Terminal } from '../frame/terminal.ts';

/** Whoever gets the file can try as many as they can pay for: that is more than at any door. */
const leastLength = 12;

export async function readNewPassphrase(terminal: Terminal, isFromStdin: boolean): Promise<string> {
  const passphrase = isFromStdin ? await terminal.readStdin() : await askTwice(terminal);
  if ([...passphrase].length < leastLength) {
    throw new Refusal(`the passphrase must have at least ${leastLength} characters`);
  }
  return passphrase;
}

async function askTwice(terminal: Terminal): Promise<string> {
  if (!terminal.isInteractive) {
    throw new UsageError('--passphrase-stdin or --clear is missing, and there is no terminal to ask on');
  }
  const passphrase = await terminal.ask('Passphrase: ', { isHidden: true });
  if (passphrase !== (await terminal.ask('Once more: ', { isHidden: true }))) {
    throw new Refusal('the two passphrases are not the same');
  }
  return passphrase;
}
