// What the next sign-in of an account without a second factor asks for, for an administrator.

import type { NextSignIn } from '../../accounts/enrolment/next-sign-in.ts';

const askedFor: Readonly<Record<Exclude<NextSignIn, 'password' | 'none'>, string>> = {
  'set-up': 'the password',
  'mailed-code': 'the password and a code that is mailed to its owner',
  ticket: 'the password and a ticket',
};

/** Empty where nobody signs in to it. */
export function describeNextSignIn(next: NextSignIn): string {
  if (next === 'none') {
    return '';
  }
  return next === 'password'
    ? 'The password alone signs in now.'
    : `The next sign-in asks for ${askedFor[next]}, and then sets up an authenticator app.`;
}
