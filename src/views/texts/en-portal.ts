// English: the pages under /account.

import { type Html, html, type Renderable } from '../html.ts';
import { sayDate } from './dates.ts';
import { sayDays } from './durations.ts';
import { appPassword, connections } from './en-connections.ts';
import { enrol } from './en-enrol.ts';

const language = 'en';

export const portal = {
  nav: {
    label: 'Your account',
    overview: 'Overview',
    secondStep: 'Second step',
    connections: 'Programs',
    password: 'Password',
    recoveryCodes: 'Codes',
    browsers: 'Browsers',
    lostDevice: 'Lost device',
    signOut: 'Sign out',
  },
  back: 'Back to your account',
  signIn: 'Sign in',
  moment: {
    sameDay: (day: string, time: string): string => `${day}, ${time} UTC`,
    /** In the zone of whoever reads it. */
    sameDayHere: (day: string, time: string): string => `${day}, ${time}`,
  },

  done: {
    'password-changed': 'Your password is changed. Other browsers were signed out.',
    'factor-renamed': 'The name is changed.',
    'factor-removed': 'It is removed: its codes do not work any more. Other browsers were signed out.',
    'second-step-off':
      'Your second step is off. Recovery codes and trusted browsers went with it. Other browsers were signed out.',
    'codes-kept': 'Your new recovery codes work from now on. The old ones do not work any more.',
    'link-sent': 'Another link is on its way. The first one that you use ends the others.',
    'browser-forgotten': 'That browser is asked for a code again.',
    'browsers-forgotten': 'Every browser is asked for a code again.',
    disconnected: 'It is ended. It cannot read your mail any more.',
    'app-ended':
      'It is ended: the app learns nothing more about you. It may keep you signed in until you sign out there.',
    'app-password-removed': 'The app password is taken away. Whatever has it is refused.',
    'profile-given-out':
      'A profile is given out once, within ten minutes. If it is not on your device, take its app password away and make another one.',
    'app-password-kept': 'The app password is on your list. You see there when it was last used.',
  },

  overview: {
    title: 'Your account',
    signedInAs: (user: Renderable): Html => html`You are signed in as ${user}.`,
    secondStep: 'Second step',
    on: 'On: a sign-in asks for your password and a code.',
    off: 'Off: your password is all that a sign-in asks for.',
    neededFrom: (date: number): string =>
      `From ${sayDate(language, date)} on, signing in takes a second step.`,
    offHelp:
      'Passwords leak. With an authenticator app on your phone, nobody gets in with your password alone. It takes a minute.',
    add: 'Add an authenticator app',
    addAnother: 'Add another authenticator app',
    addAnotherHint: 'A second one helps when the first is lost',
    more: 'More',
    codesLeft: (left: number): string => (left === 1 ? '1 left' : `${left === 0 ? 'None' : left} left`),
    codesFew: (left: number): string =>
      left === 0
        ? 'You have no recovery codes left.'
        : `You have only ${left} recovery code${left === 1 ? '' : 's'} left.`,
    maybeLost: (name: string): string =>
      `You used a recovery code and added a new authenticator app. Is “${name}” the one that you lost?`,
    removeLost: (name: string): string => `Remove “${name}”`,
    codesUsed: 'You used a recovery code.',
    codesWaiting: 'There are new recovery codes that nobody has kept yet.',
    codesShow: 'Show them',
    codesRenew: 'Make a new set',
    browsersCount: (count: number): string =>
      count === 0
        ? 'Every browser is asked for a code'
        : `${count === 1 ? 'One is' : `${count} are`} not asked for a code`,
    passwordSince: (when: Renderable): Html => html`Changed ${when}`,
    passwordGiven: (when: Renderable): Html => html`Set by an administrator, ${when}`,
    mail: 'Mail programs',
    connections: (count: number): string => (count === 0 ? 'Nothing is connected' : `${count} connected`),
    apps: (count: number): string => `signed in to ${count === 1 ? 'one app' : `${count} apps`}`,
    appPasswordHint: 'For a program that cannot open a sign-in page',
    lostDevice: 'I lost a device',
    lostDeviceHint: 'Sign out everywhere and disconnect programs',
  },

  factor: {
    app: 'Authenticator app',
    token: 'Token',
    addedByYou: (kind: string, when: Renderable): Html => html`${kind} · added by you, ${when}`,
    addedByAdmin: (kind: string, when: Renderable): Html =>
      html`${kind} · added by an administrator, ${when}`,
    /** By whomever: a stranger who was signed in is “you” to us. */
    added: (kind: string, when: Renderable): Html => html`${kind} · added ${when}`,
    unused: 'not used yet',
    name: 'Name',
    nameHint: 'By which you know it, such as “Phone”.',
    nameMalformed: 'Give it a name of at least one character.',
    nameTooLong: 'This name is too long. Shorten it.',
    rename: 'Save the name',
    remove: 'Remove it',
    removeTitle: (name: string): string => `Remove “${name}”?`,
    removeLead:
      'Its codes will not work any more. You will be signed out everywhere else, also of apps in this browser.',
    removeLast:
      'It is your only one: after this your password is all that a sign-in asks for, and your recovery codes stop working.',
    keep: 'Keep it',
    lastTitle: 'This one can only be replaced',
    lastNeeded:
      'Your account must have a second step, and this is the only one. Add another authenticator app first, then remove this one.',
    lastRecovered:
      'You signed in with a recovery code. Add a new authenticator app first, then remove this one.',
  },

  /** Something of the account that is not there any more. */
  gone: {
    title: 'This is not here any more',
    text: 'It was removed, or the link is an old one.',
  },

  enrol,

  connections,
  appPassword,

  recoveryCodes: {
    title: 'Recovery codes',
    lead: 'A recovery code lets you in when your device is lost. Each works once.',
    left: (left: number): string =>
      left === 1 ? 'You have 1 unused code.' : `You have ${left === 0 ? 'no' : left} unused codes.`,
    renewing:
      'A new set takes the place of the old one: codes that you printed before will not work any more.',
    renew: 'Make a new set',
    none: 'They stand in for an authenticator app. Add one first; the codes come with it.',
    freshTitle: 'Keep your new recovery codes',
  },

  browsers: {
    title: 'Trusted browsers',
    lead: 'These browsers are not asked for a code, because you said so when you signed in there.',
    empty:
      'Every browser is asked for a code. When you sign in on a device that only you use, you can say there that it should not be asked for a while.',
    none: 'Without a second step nobody is asked for a code. With one, you can say in which browsers you want to be asked for the password only.',
    here: 'this browser',
    unknown: 'A browser',
    since: (when: Renderable, days: number): Html =>
      html`Since ${when} · for ${sayDays(language, days)} more`,
    forget: 'Forget',
    forgetOne: (name: string): string => `Forget ${name}`,
    forgetAll: 'Forget all of them',
  },

  password: {
    title: 'Change your password',
    lead: 'You will be signed out everywhere else, also of apps in this browser, and every browser is asked for a code again.',
    leadPlain: 'You will be signed out everywhere else, also of apps in this browser.',
    password: 'New password',
    same: 'This is the password you have. Choose another one.',
    change: 'Change the password',
    programs: 'Programs that are connected',
    programsHint: 'They stay connected. Tick those that should be disconnected.',
    connected: (when: Renderable): Html => html`connected ${when}`,
    recovered: {
      title: 'First add a new authenticator app',
      text: 'You signed in with a recovery code. To change your password you need a code from an authenticator app: add a new one first.',
    },
  },

  lostDevice: {
    title: 'Did you lose a device?',
    lead: 'Shut out whoever holds it now:',
    ends: [
      'You are signed out everywhere, in this browser too.',
      'All connected programs are disconnected, and app passwords stop working.',
      'Every browser is asked for a code again.',
    ] as readonly string[],
    endsPlain: [
      'You are signed out everywhere, in this browser too.',
      'All connected programs are disconnected, and app passwords stop working.',
    ] as readonly string[],
    endsElsewhere: (mailboxes: string): string =>
      `App passwords that you made for other mailboxes stop working as well: ${mailboxes}.`,
    staysPlain:
      'Your password stays as it is. Does somebody else know it, or was it stored on the device? Then change it as well.',
    stays: 'Your password, your authenticator apps and your recovery codes stay as they are.',
    notYours: {
      title: 'Is there an authenticator app that is not yours?',
      text: 'Then somebody else knows your password, and signing out everywhere does not keep them out. Remove that app, and change your password.',
      passwordHint: 'If somebody else may know it',
    },
    codeNeeded:
      'Was your authenticator app on it? Then add a new one first, or keep a recovery code at hand: you need a code to come back.',
    addFirst: 'Add a new authenticator app first',
    end: 'Sign out everywhere',
    done: {
      title: 'You are signed out everywhere',
      text: 'Whoever has your device gets no further with it. What comes next:',
      steps: [
        'Sign in again. Without your authenticator app, use a recovery code.',
        'Was your authenticator app on it? Add a new one, then remove the lost one. Remove every authenticator app that is not yours.',
        'Change your password if it was stored on the device, or if somebody else may know it.',
        'Connect your programs again, and make new app passwords.',
      ] as readonly string[],
      stepsPlain: [
        'Sign in again.',
        'Change your password if it was stored on the device, or if somebody else may know it.',
        'Connect your programs again, and make new app passwords.',
      ] as readonly string[],
    },
  },

  denied: {
    title: 'You are not signed in',
    text: 'The sign-in was cancelled. To see your account, sign in.',
  },
  expired: {
    title: 'This sign-in has ended',
    text: 'It took too long, was finished already, began in another browser, or your account was changed in the meantime.',
  },
};
