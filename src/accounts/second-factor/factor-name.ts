// What the owner of several factors tells them apart by.

import { AccountInputError } from '../account-input-error.ts';

const longestName = 64;

/** Trimmed, in its composed form. Throws `AccountInputError('name')`. */
export function readFactorName(typed: string): string {
  const name = typed.normalize('NFC').trim();
  const isLine = name !== '' && name.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name);
  if (!isLine || name.length > longestName) {
    const problem = isLine ? 'too-long' : 'malformed';
    throw new AccountInputError('name', problem, `must be one line of 1 to ${longestName} characters`);
  }
  return name;
}
