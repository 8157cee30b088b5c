// English: the second step, and the pages around one that is not there yet or not at hand.

import { type Html, html, type Renderable } from '../html.ts';
import { sayDate, sayLife } from './dates.ts';
import { sayWait } from './durations.ts';

const language = 'en';

export const code = {
  title: {
    app: 'Enter the code from your authenticator app',
    token: 'Enter the code from your token',
    either: 'Enter the code from your authenticator app or token',
  },
  stepUp: 'You are signed in with your password. What comes next needs a code as well.',
  code: 'Code',
  malformed: 'A code is six to eight digits. Enter the one that is shown to you now.',
  wrong: 'That code did not work. Wait for the next one and try again.',
  usedBefore: 'That code was used before. Wait for the next one, then enter it.',
  useRecoveryCode: 'Use a recovery code',
  lost: 'I lost my device',
};

export const recoveryCode = {
  title: 'Enter one of your recovery codes',
  code: 'Recovery code',
  hint: 'Capitals, spaces and hyphens do not matter.',
  malformed:
    'A recovery code is five groups of four letters and digits. Enter one as it stands on your list.',
  wrong: 'That recovery code did not work. Check it, or try another one from your list.',
  useApp: 'Enter a code from your device',
  connectsNothing: {
    title: 'A recovery code connects no program',
    text: (client: Renderable): Html =>
      html`To connect ${client} you need a code from your authenticator app or token. A recovery code lets you in to web pages only.`,
  },
  none: 'I have no recovery codes',
};

export const steps = {
  /** Beside a box to tick. */
  trust: (seconds: number): string =>
    `Do not ask for a code in this browser for ${sayLife(language, seconds)}`,
  trustHint: 'Only on a device that nobody else uses.',
  later: 'Later',

  offer: {
    title: (date: number): string => `Set up your second step by ${sayDate(language, date)}`,
    lead: 'From that day on your password alone is not enough here: a code from an app on your phone goes with it. It takes a minute.',
    now: 'Set it up now',
    /** Where the person is now, having pressed that button. */
    begun: 'From now on a code from an app on your phone goes with your password.',
  },

  enrolmentExpired: {
    title: 'That took too long',
    text: 'The key you were shown does not count any more. If it is in your app already, remove it there, and add the new one.',
    again: 'Show a new key',
  },

  mailedCode: {
    title: 'Enter the code we mailed you',
    lead: (address: Renderable): Html =>
      html`Before you add an authenticator app we make sure that it is you. Eight digits are on their way to ${address}. They work for 10 minutes.`,
    unsentTitle: 'Have a code mailed to you',
    unsentLead: (address: Renderable): Html =>
      html`Before you add an authenticator app we make sure that it is you: we mail a code to ${address}.`,
    code: 'Code from the mail',
    send: 'Mail a code',
    sendAgain: 'Mail another code',
    another: 'Another code is on its way. The ones before do not work any more.',
    malformed: 'The code in the mail has eight digits. Enter all of them.',
    wrong: 'That code did not work. Check it against the newest mail and try again.',
    usedUp: 'That code does not work any more. Have another one mailed.',
    tooManySent: (seconds: number): string =>
      `Several codes were mailed already. Wait ${sayWait(language, seconds)} for another one.`,
    none: 'No mail arrives',
    noneHelp: (who: Renderable): Html =>
      html`Look among your unwanted mail. If it is not there, or the address is not yours any more, ask ${who}.`,
  },

  ticket: {
    title: 'Enter your ticket',
    lead: (who: Renderable): Html =>
      html`Before you add an authenticator app we make sure that it is you. For that you need a ticket, which you get from ${who}.`,
    ticket: 'Ticket',
    wrong: 'That ticket did not work. Check it, or ask for a new one.',
    none: 'I have no ticket',
    noneHelp: (who: Renderable): Html => html`Ask ${who} for one.`,
  },

  lostDevice: {
    title: 'Sign in without your device',
    withCode: 'With a recovery code',
    withCodeText:
      'You got ten of them when your second step was set up. One lets you in, and then you can add a new authenticator app.',
    useCode: 'Use a recovery code',
    withCodeElsewhere: (client: Renderable, account: Renderable): Html =>
      html`You got ten of them when your second step was set up. Go to ${account}, sign in with one, and add a new authenticator app there. Then connect ${client}: that needs a code from it.`,
    without: 'Without one',
    withoutText: (who: Renderable): Html =>
      html`Ask ${who}. Somebody there makes sure that it is you, and lets you set up a new device.`,
    found: 'If somebody may have it now',
    foundText: (account: Renderable): Html =>
      html`The device may still be signed in to your mail. Once you are in, go to ${account} and say that it is lost: that ends whatever it can open.`,
  },

  replace: {
    title: 'Add a new authenticator app',
    lead: 'It takes the place of the one you lost. Remove the lost one in your account afterwards.',
  },

  recovered: {
    title: (left: number): string => {
      if (left === 0) {
        return 'That was your last recovery code';
      }
      return left === 1 ? 'You have 1 recovery code left' : `You have ${left} recovery codes left`;
    },
    text: 'The one you used does not work again.',
    few: (left: number): string =>
      `${left === 0 ? 'Nothing lets you in without your device now' : 'Soon nothing will let you in without your device'}. Make a new set, and keep it in a safe place.`,
    renew: 'Make new recovery codes',
    renewHint: 'The codes of the old set stop working then.',
    replace: 'Add a new authenticator app now',
    replaceHint: 'If your device is lost: from then on the codes of the new one let you in.',
  },
};
