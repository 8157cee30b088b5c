// Settings of programs that register themselves as clients (RFC 7591).

import { duration, wholeNumber, yesOrNo } from '../kinds.ts';
import { row } from '../row.ts';

export const registrationRows = {
  openRegistration: row(yesOrNo, {
    name: 'POSTERN_OPEN_REGISTRATION',
    default: 'no',
    meaning: '`yes`: mail programs may register themselves; people are told that nobody has checked them',
  }),
  registrationsPerHour: row(wholeNumber({ least: 1, most: 1000 }), {
    name: 'POSTERN_REGISTRATIONS_PER_HOUR',
    default: '10',
    meaning: 'so many programs may register themselves from one address in an hour',
  }),
  registrationLife: row(duration({ least: '1m', most: '30d' }), {
    name: 'POSTERN_REGISTRATION_LIFE',
    default: '24h',
    meaning: 'a program that registered itself is forgotten, unless somebody signed in with it by then',
  }),
} as const;
