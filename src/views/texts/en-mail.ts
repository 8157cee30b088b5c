// English: the mails that tell an owner what happened to the account. Plain text, so nothing here is markup.

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
    what: 'A device was reported as lost. Everybody was signed out of your account, connected programs included, and its second steps and recovery codes were removed.',
  },
  refreshReuse: {
    subject: (brand: string): string => `${brand}: a program was disconnected`,
    what: (program: string): string =>
      `The access of “${program}” to your account was ended, because a key that it had replaced was used again.`,
    note: 'This happens when a program is restored from a backup, and when somebody copied its key. Connect the program again if you use it.',
  },
};
