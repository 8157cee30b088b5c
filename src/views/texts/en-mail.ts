// English: the mails that tell an owner what happened to the account. Plain text, so nothing here is markup.

import { mailErrands } from './en-mail-errands.ts';

const added = (what: string, name: string): string =>
  `${what} was added to your account: “${name}”. Its codes are accepted at every sign-in now.`;
const removed = (what: string, name: string): string =>
  `${what} was removed from your account: “${name}”. Its codes do not work any more.`;
const lastRemoved = (what: string, name: string): string =>
  `${what} was removed from your account: “${name}”. Your recovery codes do not work any more, and your trusted browsers are forgotten.`;
const allRemoved = (what: string): string =>
  `${what} were removed from your account, and your trusted browsers are forgotten.`;

/** Which mailbox, and why the reader hears of it. */
const theMailbox = (mailbox: string, isOwner: boolean): string =>
  `the mailbox ${mailbox}${isOwner ? ', which you own' : ''}`;

export const mail = {
  ...mailErrands,

  greeting: (who: string): string => `Hello ${who},`,
  when: 'When',
  where: 'From where',
  by: 'By',
  anAdministrator: 'an administrator',
  moment: (day: string, hour: string): string => `${day}, ${hour} UTC`,
  ifYou: 'If this was you: nothing to do.',
  ifYouKnow: 'If you know about this: nothing to do.',
  lastOfDay: 'There were many of these today. No more of them are mailed before midnight UTC.',
  ifNot: (act: string): string => `If not: ${act}`,
  /** What to do where it was somebody else: `act` before the address of a page, `afterwards` before that of a second one, `otherwise` behind them. */
  remedies: {
    ask: (who: string): string => `somebody else may use the mailbox. Ask ${who} now.`,
    endAccess: {
      act: 'somebody else may use your account. End all access to it here:',
      otherwise: (who: string): string => `If you cannot sign in any more: ask ${who} to end it.`,
    },
    endProgram: {
      act: 'somebody else may read your mail. End the access of this program here:',
      otherwise: (who: string): string => `If you cannot sign in any more: ask ${who} to end it.`,
    },
    takeAway: {
      act: 'somebody else may read the mail there. Take the app password away here:',
      otherwise: (who: string): string => `If you cannot sign in: ask ${who} to take it away.`,
    },
    changePassword: {
      act: 'somebody knows your password. Change it here:',
      otherwise: (who: string): string => `If you cannot sign in: ask ${who} for a new one.`,
    },
    removeFactor: {
      act: 'somebody else may sign in with it. Take it away here:',
      afterwards: 'Then change your password, which signs out all other browsers:',
      otherwise: (who: string): string => `If you cannot sign in any more: ask ${who} now.`,
    },
    renewCodes: {
      act: 'somebody else may use your account. Change your password here, which signs out all other browsers:',
      afterwards: 'Then make new recovery codes, so that the old ones are of no use to anybody:',
      otherwise: (who: string): string => `If you cannot sign in any more: ask ${who} now.`,
    },
    askedInYourName: {
      act: 'somebody may have asked for this in your name. Change your password here:',
      otherwise: (who: string): string => `Then tell ${who}, also if you cannot sign in.`,
    },
  },
  why: (brand: string, user: string): string =>
    `${brand} sends this because it concerns the safety of your account ${user}.`,
  whyOwner: (brand: string, mailbox: string): string =>
    `${brand} sends this because you own the mailbox ${mailbox}.`,
  whyMailbox: (brand: string, mailbox: string): string =>
    `${brand} sends this because it concerns the safety of the mailbox ${mailbox}.`,
  /** Of an account without a second step. */
  next: {
    password: 'From now on your password alone lets you in.',
    'set-up': 'Your next sign-in asks for your password and then sets up an authenticator app.',
    'mailed-code':
      'Your next sign-in asks for your password and for a code that is mailed to you, and then sets up an authenticator app.',
    ticket:
      'Your next sign-in asks for your password and for a ticket, and then sets up an authenticator app. Your administrator gives you the ticket.',
  },

  /** By what it is in its owner's hands; `either`, where that is not known. */
  factorAdded: {
    subject: {
      app: (brand: string): string => `${brand}: an authenticator app was added`,
      token: (brand: string): string => `${brand}: a token was added`,
      either: (brand: string): string => `${brand}: an authenticator app was added`,
    },
    what: {
      app: (name: string): string => added('An authenticator app', name),
      token: (name: string): string => added('A token', name),
      either: (name: string): string => added('An authenticator app or token', name),
    },
  },
  factorRemoved: {
    subject: (brand: string): string => `${brand}: a second step was removed`,
    subjectOfLast: (brand: string): string => `${brand}: your second step was removed`,
    what: {
      app: (name: string): string => removed('An authenticator app', name),
      token: (name: string): string => removed('A token', name),
      either: (name: string): string => removed('An authenticator app or token', name),
    },
    last: {
      app: (name: string): string => lastRemoved('The last authenticator app', name),
      token: (name: string): string => lastRemoved('The last token', name),
      either: (name: string): string => lastRemoved('The last authenticator app or token', name),
    },
    all: {
      app: allRemoved('All authenticator apps and recovery codes'),
      token: allRemoved('All tokens and recovery codes'),
      either: allRemoved('All authenticator apps, tokens and recovery codes'),
    },
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
  /** By what it was typed for. */
  wrongCode: {
    code: {
      subject: (brand: string): string => `${brand}: a wrong code after your password`,
      what: 'Somebody entered your right password and then a wrong code. They did not get in.',
    },
    recovery: {
      subject: (brand: string): string => `${brand}: a wrong recovery code after your password`,
      what: 'Somebody entered your right password and then a wrong recovery code. They did not get in.',
    },
    ticket: {
      subject: (brand: string): string => `${brand}: a wrong ticket after your password`,
      what: 'Somebody entered your right password and then a wrong ticket. No authenticator app was added.',
    },
  },
  newBrowser: {
    subject: (brand: string): string => `${brand}: a sign-in in a new browser`,
    what: 'Your account was signed in to in a browser that was not used for it before.',
  },
  passwordChanged: {
    subject: (brand: string): string => `${brand}: your password was changed`,
    what: 'The password of your account was changed.',
  },
  emailsChanged: {
    subject: (brand: string): string => `${brand}: other e-mail addresses for your account`,
    what: 'The e-mail addresses of your account were changed. Notices and mailed links go to those that it has now.',
    subjectOf: (brand: string, mailbox: string): string => `${brand}: other e-mail addresses for ${mailbox}`,
    whatOf: (mailbox: string, isOwner: boolean): string =>
      `Other e-mail addresses were entered for ${theMailbox(mailbox, isOwner)}. Notices go to those that it has now as well.`,
  },
  deviceLost: {
    subject: (brand: string): string => `${brand}: a lost device was shut out`,
    what: 'A device was reported as lost. Everybody was signed out of your account, connected programs included, and its app passwords, second steps and recovery codes were removed.',
    subjectOf: (brand: string, mailbox: string): string =>
      `${brand}: all app passwords of ${mailbox} were removed`,
    whatOf: (mailbox: string, isOwner: boolean): string =>
      `A device was reported as lost, and all app passwords were removed from ${theMailbox(mailbox, isOwner)}. No program gets in there until it has a new one.`,
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
    what: (hasSecondStep: boolean): string =>
      `A device was reported as lost, and all access to your account was ended: everybody was signed out, connected programs have to sign in again, and app passwords do not work any more. ${hasSecondStep ? 'Your password, authenticator apps and recovery codes stay as they were.' : 'Your password stays as it was.'}`,
    ifYou:
      'If this was you, and no authenticator app was on the lost device: nothing to do. If one was: remove it from your account, and add another one.',
  },
  appPasswordAdded: {
    subject: (brand: string): string => `${brand}: an app password was made`,
    what: (name: string): string =>
      `An app password was made for your account: “${name}”. A mail program signs in with it, without a second step.`,
    subjectOf: (brand: string, mailbox: string): string =>
      `${brand}: an app password was made for ${mailbox}`,
    whatOf: (name: string, mailbox: string, isOwner: boolean): string =>
      `An app password was made for ${theMailbox(mailbox, isOwner)}: “${name}”. Whatever has it gets in there.`,
  },
  appPasswordRemoved: {
    subject: (brand: string): string => `${brand}: an app password was removed`,
    what: (name: string): string =>
      `An app password was removed from your account: “${name}”. Programs that use it do not get in any more.`,
    subjectOf: (brand: string, mailbox: string): string =>
      `${brand}: an app password of ${mailbox} was removed`,
    whatOf: (name: string, mailbox: string, isOwner: boolean): string =>
      `An app password was removed from ${theMailbox(mailbox, isOwner)}: “${name}”. Programs that use it do not get in any more.`,
  },
};
