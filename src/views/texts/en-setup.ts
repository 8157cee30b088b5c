// English: the set-up of the first account.

import { type Html, html, type Renderable } from '../html.ts';

export const setup = {
  step: (step: number, of: number): string => `Step ${step} of ${of}`,
  account: {
    title: 'Make the first account',
    lead: 'It will be the super administrator: it may do everything here.',
    username: 'User name',
    usernameHint: 'You sign in with it. It can be an e-mail address.',
    name: 'Your name',
    optional: 'optional',
    password: 'Password',
    usernameMalformed:
      'Use letters, digits, dots, hyphens and underscores without spaces, or an e-mail address.',
    usernameTaken: 'This name is taken. Choose another one.',
    nameTooLong: 'This name is too long. Shorten it.',
    passwordTooShort: (least: number): string => `Choose a password of at least ${least} characters.`,
    passwordTooLong: (most: number): string => `Choose a password of at most ${most} characters.`,
    passwordTooCommon: 'This password is one of the first that others try. Choose another one.',
  },
  factor: {
    title: 'Add your authenticator app',
    lead: 'From now on you sign in with your password and a code from this app.',
  },
  codes: {
    title: 'Keep your recovery codes',
    done: 'I have kept them',
  },
  done: {
    title: 'Postern is ready',
    lead: (user: Renderable): Html =>
      html`${user} is the super administrator now. This link does not work any more.`,
    next: 'What comes next',
    nextLead: 'On the machine where it runs, in its folder:',
    addPeople: 'Add people',
    addMail: 'Connect your mail server',
    addProgram: 'Let mail programs in',
    addApp: 'Connect a web app',
    account: 'Go to your account',
    more: 'Every command explains itself with --help.',
  },
  expired: {
    title: 'This link does not work any more',
    text: 'A set-up link works once and for a short time. Get a new one on the machine where Postern runs:',
    done: 'If there is a super administrator already, there is nothing left to set up here.',
  },
};
