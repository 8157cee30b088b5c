// English: the mails that tell an owner what happened to the account. Plain text, so nothing here is markup.

import { sayDays, sayWait } from './durations.ts';

export const mail = {
  greeting: (user: string): string => `Hello ${user},`,
  when: 'When',
  where: 'From where',
  by: 'By',
  anAdministrator: 'an administrator',
  ifYou: 'If this was you: nothing to do.',
  ifYouKnow: 'If you know about this: nothing to do.',
  ifNot: (action: string): string => `If not: ${action}`,
  askForPassword: (who: string): string => `somebody knows your password. Ask ${who} for a new one now.`,
  askToEnd: (who: string): string =>
    `somebody else may use your account. Ask ${who} to end all access to it now.`,
  why: (brand: string, user: string): string =>
    `${brand} sends this because it concerns the safety of your account ${user}.`,

  factorAdded: {
    subject: (brand: string): string => `${brand}: an authenticator app was added`,
    what: (name: string): string =>
      `An authenticator app or token was added to your account: “${name}”. Its codes are accepted at every sign-in now.`,
  },
  factorRemoved: {
    subject: (brand: string): string => `${brand}: a second step was removed`,
    what: (name: string): string =>
      `An authenticator app or token was removed from your account: “${name}”. Its codes do not work any more.`,
    all: 'All authenticator apps, tokens and recovery codes were removed from your account. Your password is all that a sign-in asks for now, unless a new one is set up.',
  },
  recoveryCodeUsed: {
    subject: (brand: string): string => `${brand}: a recovery code was used`,
    what: 'One of your recovery codes was used to sign in. It does not work again.',
    left: (left: number): string =>
      left === 1
        ? 'You have 1 recovery code left.'
        : `You have ${left === 0 ? 'no' : left} recovery codes left.`,
  },
  recoveryCodesRenewed: {
    subject: (brand: string): string => `${brand}: new recovery codes`,
    what: 'New recovery codes were made for your account. The old ones do not work any more.',
  },
  wrongCode: {
    subject: (brand: string): string => `${brand}: a wrong code after your password`,
    what: 'Somebody entered your right password and then a wrong code. They did not get in.',
  },
  newBrowser: {
    subject: (brand: string): string => `${brand}: a sign-in in a new browser`,
    what: 'Your account was signed in to in a browser that was not used for it before.',
  },
  passwordChanged: {
    subject: (brand: string): string => `${brand}: your password was changed`,
    what: 'The password of your account was changed.',
  },
  passwordRetired: {
    subject: (brand: string): string => `${brand}: your password needs to be replaced`,
    what: 'After many wrong codes behind your right password, it works only in browsers that you used before.',
  },
  deviceLost: {
    subject: (brand: string): string => `${brand}: a lost device was shut out`,
    what: 'A device was reported as lost. Everybody was signed out of your account, connected programs included, and its app passwords, second steps and recovery codes were removed.',
  },
  refreshReuse: {
    subject: (brand: string): string => `${brand}: a program was disconnected`,
    what: (program: string): string =>
      `The access of “${program}” to your account was ended, because a key that it had replaced was used again.`,
    note: 'This happens when a program is restored from a backup, and when somebody copied its key. Connect the program again if you use it.',
  },
  fixedTokenNewNetwork: {
    subject: (brand: string): string => `${brand}: a program was used from another network`,
    what: (program: string): string =>
      `“${program}” fetched access to your mail from a network it was not used in before.`,
    note: 'This program cannot exchange its key, so whoever copies the key can read your mail until it is ended. When you travel, or your provider changes, this happens as well.',
  },
  accessEnded: {
    subject: (brand: string): string => `${brand}: all access was ended`,
    what: 'A device was reported as lost, and all access to your account was ended: everybody was signed out, connected programs have to sign in again, and app passwords do not work any more. Your password, authenticator apps and recovery codes stay as they were.',
    note: 'If an authenticator app was on the lost device, remove it from your account and add another one.',
  },
  appPasswordAdded: {
    subject: (brand: string): string => `${brand}: an app password was made`,
    what: (name: string): string =>
      `An app password was made for your account: “${name}”. A mail program signs in with it, without a second step.`,
  },
  appPasswordRemoved: {
    subject: (brand: string): string => `${brand}: an app password was removed`,
    what: (name: string): string =>
      `An app password was removed from your account: “${name}”. Programs that use it do not get in any more.`,
  },
  staleProgram: {
    subject: (brand: string): string => `${brand}: a mail program needs a new password`,
    what: (place: string): string =>
      `A mail program tried to sign in with the password of your account alone and was refused${place && ` (${place})`}. That password opens no mailbox by itself.`,
    open: 'Make an app password',
    note: 'To mend it: make an app password in your account, and put it in the place of the password in the settings of that program.',
    closing: (who: string): string =>
      `If it is no program of yours: somebody knows your password. Change it in your account now, or ask ${who} for a new one.`,
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
      `The link works once, for ${sayWait('en', minutes * 60)}, and only until you ask for another one.`,
    closing: (who: string): string =>
      `If you did not ask for this: do not open the link and give it to nobody. Without it nobody gets on, but somebody knows your password. Change it in your account now, or ask ${who} for a new one.`,
  },
  enrolmentCode: {
    subject: (brand: string): string => `${brand}: your code for the sign-in`,
    what: 'Enter this code where you are signing in. Then you set up an authenticator app, the second step of your sign-in.',
    life: (minutes: number): string => `The code works once, for ${sayWait('en', minutes * 60)}.`,
    closing: (who: string): string =>
      `If you are not signing in: give the code to nobody. Without it nobody gets on, but somebody knows your password. Change it in your account now, or ask ${who} for a new one.`,
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
