// English: every sentence of the pages. A sentence that holds a value is a function; one with emphasis gives markup.

import type { AppErrorCode } from '../../base/app-error.ts';
import { type Html, html, type Renderable } from '../html.ts';
import { sayDays, sayWait } from './durations.ts';
import { barred } from './en-barred.ts';
import { device } from './en-device.ts';
import { mail } from './en-mail.ts';
import { mailPrograms } from './en-mail-programs.ts';
import { portal } from './en-portal.ts';
import { setup } from './en-setup.ts';
import { code, recoveryCode, steps } from './en-sign-in.ts';

const language = 'en';

interface ErrorText {
  readonly title: string;
  readonly text: string;
}

const errors: Record<AppErrorCode | 'bug', ErrorText> = {
  'bad-request': {
    title: 'That did not arrive as it should',
    text: 'The address or the form was incomplete or changed on the way. Go back to where you came from and start again.',
  },
  forbidden: {
    title: 'This form cannot be used any more',
    text: 'It was opened in another window or a while ago. Go back, load the page again, and send it once more. Your browser has to accept cookies from this site.',
  },
  'not-found': {
    title: 'There is nothing here',
    text: 'The address is wrong or old. If you typed it, check it; if you followed a link, tell whoever gave it to you.',
  },
  'method-not-allowed': {
    title: 'That does not work here',
    text: 'This address cannot be used in that way. Go back to where you came from and start again.',
  },
  'out-of-step': {
    title: 'This sign-in went on elsewhere',
    text: 'It was finished or started again in another window. Close this one, or start again where you came from.',
  },
  'too-large': {
    title: 'That was too much',
    text: 'What was sent is larger than this page can take. Shorten it and try again.',
  },
  'unsupported-media-type': {
    title: 'That did not arrive as it should',
    text: 'What was sent is in a form that this page cannot read. Go back to where you came from and start again.',
  },
  misdirected: {
    title: 'Wrong address',
    text: 'This server is not known by the name in your address bar. Use the address you were given.',
  },
  'sign-in-expired': {
    title: 'This sign-in has ended',
    text: 'It took too long, was finished already, or your account was changed in the meantime. Go back to where you came from and start again.',
  },
  'too-many-changes': {
    title: 'Too many changes just now',
    text: 'Much was changed at your account within a short time, so nothing more is changed for a while. If that was not you, choose “I lost a device” on your account page.',
  },
  'too-busy': {
    title: 'Too busy just now',
    text: 'Many people are signing in at this moment. Wait a little, then load this page again. Nothing was lost.',
  },
  'store-unavailable': {
    title: 'Not available just now',
    text: 'Part of this server does not answer. Wait a minute, then load this page again.',
  },
  bug: {
    title: 'Something went wrong here',
    text: 'The mistake is ours, not yours. Try again in a minute.',
  },
};

export const en = {
  language: language as string,
  direction: 'ltr' as 'ltr' | 'rtl',

  failed: (title: string): string => `Error: ${title}`,
  continue: 'Continue',
  cancel: 'Cancel',
  show: 'Show',
  hide: 'Hide',
  yourAdministrator: 'your administrator',
  waitThenAgain: (seconds: number): string => `Wait ${sayWait(language, seconds)}, then try again.`,
  tooManyTries: (seconds: number): string =>
    `Too many tries. Wait ${sayWait(language, seconds)}, then try again.`,

  signIn: {
    toContinueTo: (client: Renderable): Html => html`to continue to ${client}`,
    signingInAs: 'Signing in as',
    notYou: 'Not you?',
  },

  password: {
    title: 'Sign in',
    name: 'Name or e-mail address',
    password: 'Password',
    empty: 'Enter your name and your password.',
    forSecondStep: 'Your account needs a second step now. Enter your password to set it up.',
    again: 'Before anything about your sign-in is changed, we make sure that it is you.',
    ended: 'You were signed out, because something about your sign-in was changed. Sign in again to go on.',
    wrong: 'This name and password do not belong together. Check both and try again.',
    forgot: 'Forgot your password?',
    forgotHelp: (who: Renderable): Html => html`Ask ${who} for a new one.`,
  },

  code,
  recoveryCode,

  newPassword: {
    title: 'Choose a new password',
    lead: 'The one you have was given to you by somebody else. From now on only you should know it.',
    password: 'New password',
    same: 'This is the password you were given. Choose another one.',
  },

  barred,

  device,

  steps,

  mail,

  mailPrograms,

  portal,

  consent: {
    title: (client: string): string => `Allow ${client} to use your account?`,
    itWill: 'It will be able to',
    scopes: {
      openid: 'Know that it is you',
      profile: 'See your name',
      email: 'See your e-mail address',
      mail: 'Read and send your mail',
      imap: 'Read and sort your mail',
      pop3: 'Fetch your mail',
      smtp: 'Send mail in your name',
      sieve: 'Change your mail filters',
      offline_access: 'Stay connected while you are away',
    },
    unknownScope: (scope: Renderable): Html =>
      html`Do something this page has no words for: ${scope}. If you do not know what it is, do not allow it.`,
    howLong: 'For how long',
    days: (days: number): string => `Up to ${sayDays(language, days)}`,
    untilSignOut: 'Until you sign out',
    answerTo: 'The answer goes to',
    thisDevice: 'a program on this device',
    toEnd: 'To end it',
    toEndHelp: 'in your account here, under “Programs”',
    unverified: (client: Renderable): Html =>
      html`Any program can call itself ${client}. Allow this only if you just started it yourself.`,
    selfRegistered: (client: Renderable): Html =>
      html`${client} made itself known here, and nobody has checked who wrote it. Any program can call itself by that name. Allow this only if you just started it yourself.`,
    allow: 'Allow',
    deny: 'Do not allow',
  },

  enrolment: {
    scan: 'Scan this picture with your authenticator app',
    qr: 'QR code for your authenticator app',
    openApp: 'Open the app on this device',
    orType: 'Or type this key into the app',
    account: 'Account',
    key: 'Key',
    settings: 'This key needs these settings in the app:',
    algorithm: 'Algorithm',
    digits: 'Digits',
    period: 'New code every',
    seconds: (seconds: number): string => sayWait(language, seconds),
    ignoring:
      'Some apps, Google Authenticator and Microsoft Authenticator among them, ignore these settings and show codes that do not work. Aegis, FreeOTP and Bitwarden follow them.',
    appIgnores:
      'Your app ignores the settings that this key needs, so its codes will not work. Use another app, such as Aegis, FreeOTP or Bitwarden.',
    code: 'Code from the app',
  },

  recoveryCodes: {
    lead: 'Without your device, one of these codes lets you in. Each works once. They are shown only now: print them or keep them in a safe place, away from that device.',
    heading: (brand: string, user: string | undefined): string =>
      user === undefined ? `${brand}: recovery codes` : `${brand}: recovery codes of ${user}`,
    fileName: 'recovery-codes.txt',
    copy: 'Copy',
    copied: 'Copied',
    save: 'Save as file',
    print: 'Print',
  },

  setup,

  passing: {
    title: 'One moment',
    lead: 'This page goes on by itself. If nothing happens, press the button.',
  },

  signOut: {
    title: 'Sign out?',
    lead: (brand: Renderable): Html => html`You will be signed out of ${brand} in this browser.`,
    mailStays: 'Mail programs that you connected stay connected.',
    signOut: 'Sign out',
    stay: 'Stay signed in',
    doneTitle: 'You are signed out',
    again: 'Sign in again',
    doneText: 'You can close this window. On a computer that others use too, close the browser.',
  },

  errors,
  errorNumber: 'If it happens again, give this number to',
};
