// Under which names texts in the place of a password are remembered: keyed hashes, so that the store alone tells nothing of them.

import { sourcePrefix } from '../../../base/source-prefix.ts';
import { keyedHash } from '../../../secrets/hashing.ts';
import { keptSecret } from '../../../secrets/kept-secret.ts';
import type { KeyVault } from '../../../secrets/key-vault.ts';

export interface Typed {
  /** Whose: an account's id, or a name that is nobody's here. */
  readonly subject: { readonly accountId: string } | { readonly name: string };
  readonly text: string;
}

export interface TypedAt extends Typed {
  /** The mail service, by name and birth: another one of the same name is another. */
  readonly service: string;
  /** Counted as /32 and /64; undefined: the service does not tell. */
  readonly address: string | undefined;
}

export interface TextKeys {
  /** Of a text from one source at one service. */
  placed(purpose: 'lease' | 'refusal', typed: TypedAt): Promise<string>;
  /** Of a text wherever it comes from. */
  anywhere(purpose: 'spent', typed: Typed): Promise<string>;
}

export function createTextKeys(vault: KeyVault): TextKeys {
  const getKey = keptSecret(vault, 'mail-check');
  const hash = async (purpose: string, ...parts: readonly string[]): Promise<string> =>
    `${purpose}-${keyedHash(await getKey(), JSON.stringify([purpose, ...parts]))}`;
  return {
    placed: (purpose, { subject, text, service, address }) =>
      hash(purpose, ...keyOf(subject), service, address === undefined ? '' : sourcePrefix(address), text),
    anywhere: (purpose, { subject, text }) => hash(purpose, ...keyOf(subject), text),
  };
}

function keyOf(subject: Typed['subject']): readonly [kind: string, value: string] {
  return 'name' in subject ? ['name', subject.name] : ['account', subject.accountId];
}
