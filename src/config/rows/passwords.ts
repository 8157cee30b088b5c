// Settings of passwords.

import { wholeNumber } from '../kinds.ts';
import { row } from '../row.ts';
import { passwordCost } from '../special-kinds.ts';

export const passwordRows = {
  passwordCost: row(passwordCost, {
    name: 'POSTERN_PASSWORD_COST',
    default: '19456,2',
    meaning: 'Argon2id memory in KiB and passes; older hashes are made anew at the next sign-in',
  }),
  passwordMin: row(wholeNumber({ least: 8, most: 64 }), {
    name: 'POSTERN_PASSWORD_MIN',
    default: '8',
    meaning: 'characters a new password has at least',
  }),
  passwordQueue: row(wholeNumber({ least: 1, most: 100_000 }), {
    name: 'POSTERN_PASSWORD_QUEUE',
    default: '100',
    meaning: 'passwords that may wait for a free core; more are answered 503',
  }),
} as const;
