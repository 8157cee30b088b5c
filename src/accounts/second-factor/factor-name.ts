// What the owner of several factors tells them apart by.

import { AccountInputError } from '../adding/account-input-error.ts';

const longestName = 64;

/** The name itself, or with the first number that makes it another than all that are taken: "Authenticator app 2". */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number += 1) {
    free = `${name} ${number}`;
  }
  return free;
}

/** Trimmed, in its composed form. Throws `AccountInputError('name')`. */
export function readFactorName(typed: string): string {
  const name = typed.normalize('NFC').trim();
  const isLine =
    name !== '' && name.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name) && !hidesSomething(name);
  if (!isLine || name.length > longestName) {
    const problem = isLine ? 'too-long' : 'malformed';
    throw new AccountInputError('name', problem, `must be one line of 1 to ${longestName} characters`);
  }
  return name;
}

/** Characters that are not seen, or turn the text round; those that join and part letters and emoji stand between others only. */
function hidesSomething(name: string): boolean {
  return /(?![\u200c\u200d])\p{Cf}|^[\u200c\u200d]|[\u200c\u200d]$/u.test(name);
}
