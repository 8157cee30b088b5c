// English: the mails that an owner asked for, or that leave something to do.

import { sayDays, sayWait } from './durations.ts';

export const mailErrands = {
  passwordRetired: {
    subject: (brand: string): string => `${brand}: your password needs to be replaced`,
    what: 'After many wrong codes behind your right password, it works only in browsers in which you entered a right code before.',
    closing:
      'Unless you tried them all yourself, somebody knows your password. In any case, change it here, in such a browser:',
  },
  staleProgram: {
    subject: (brand: string): string => `${brand}: a mail program needs a new password`,
    what: (place: string): string =>
      `A mail program tried to sign in with the password of your account alone and was refused${place && ` (${place})`}. That password opens no mailbox by itself.`,
    open: 'Make an app password',
    note: 'To mend it: make an app password in your account, and put it in the place of the password in the settings of that program.',
    closing: 'If it is no program of yours: somebody knows your password. Change it here:',
  },
  ticketIssued: {
    subject: (brand: string): string => `${brand}: a ticket for your first authenticator app`,
    what: 'An administrator made a ticket with which the first authenticator app of your account is set up. You get it from the administrator, not by mail. It works once, behind your password.',
  },
  enrolmentLink: {
    subject: (brand: string): string => `${brand}: set up your authenticator app`,
    what: 'Here is the link to set up an authenticator app, the second step of your sign-in. It asks for your password first.',
    open: 'Set up your authenticator app',
    life: (minutes: number): string =>
      `The link works once, for ${sayWait('en', minutes * 60)}, and the first one that is used ends the others.`,
    closing:
      'If you did not ask for this: somebody else signed in with your password. Do not open the link, and give it to nobody. Change your password now, which signs them out:',
  },
  enrolmentCode: {
    subject: (brand: string): string => `${brand}: your code for the sign-in`,
    what: 'Enter this code where you are signing in. Then you set up an authenticator app, the second step of your sign-in.',
    life: (minutes: number): string => `The code works once, for ${sayWait('en', minutes * 60)}.`,
    closing:
      'If you are not signing in: give the code to nobody. Without it nobody adds an authenticator app to your account, but somebody knows your password. Change it here:',
  },
  policyReminder: {
    subject: (brand: string, days: number): string =>
      `${brand}: ${sayDays('en', days)} left to set up a second step`,
    what: (date: string): string =>
      `From ${date} on, signing in takes a second step: a code from an authenticator app. Your account has none yet.`,
    open: 'Set up your authenticator app',
    note: 'You need a phone or a computer with an authenticator app, and a few minutes. Whoever has none by then is led through it at the next sign-in.',
    closing: (who: string): string => `If you need help: ask ${who}.`,
  },
};
