// English: adding an authenticator app in the account pages.

import { type Html, html, type Renderable } from '../html.ts';
import { sayWait } from './durations.ts';

const language = 'en';

export const enrol = {
  title: 'Add your authenticator app',
  lead: 'From now on you sign in with your password and a code from this app.',
  anotherTitle: 'Add another authenticator app',
  anotherLead: 'Its codes will work beside those of the authenticator apps and tokens you have.',
  replaceTitle: 'Add a new authenticator app',
  replaceLead: 'It takes the place of the one you lost. After that you remove the lost one.',
  name: 'Name',
  nameHint: 'By which you know it later, such as “Phone”.',
  optional: 'optional',
  whatEnds: 'When you go on, you are signed out everywhere else, also of apps in this browser.',
  mail: {
    title: 'First we send you a link',
    lead: (address: Renderable): Html =>
      html`Whoever adds the first authenticator app to your account must be able to read your mail at ${address}. The link in it leads on.`,
    send: 'Send the link',
  },
  sent: {
    title: 'Look at your mail',
    lead: (address: Renderable, seconds: number): Html =>
      html`A link is on its way to ${address}. It works once, within ${sayWait(language, seconds)}. Follow it to go on.`,
    missing: 'Nothing there after a few minutes? Look among unwanted mail, then send it again.',
    again: 'Send it again',
  },
  followed: {
    lead: (theirs: Renderable): Html =>
      html`This link adds an authenticator app to the account of ${theirs}. Sign in first: your password is asked for.`,
    signedInAs: (yours: Renderable): Html => html`In this browser ${yours} is signed in now.`,
    goOn: (theirs: string): string => `Sign in as ${theirs}`,
  },
  sendLimit: (seconds: number): string =>
    `Several links were sent already. Wait ${sayWait(language, seconds)}, or use the last one.`,
  ticket: {
    title: 'Enter your ticket',
    lead: (who: Renderable): Html =>
      html`To add the first authenticator app to your account you need a ticket. You get it from ${who}.`,
    ticket: 'Ticket',
    hint: 'Capitals, spaces and hyphens do not matter.',
    wrong: 'That ticket did not work. Check it, or ask for another one.',
  },
  ended: {
    title: 'This link does not work any more',
    text: 'It was used, a newer one was sent, your account was changed since, or it is too old.',
    again: 'Start again',
  },
  unsafe: {
    title: 'This link was not opened safely',
    text: 'The way here is not encrypted, so others could read along. Open the link again with https:// at its beginning.',
  },
  foreign: {
    title: 'This link is for another account',
    lead: (theirs: Renderable, yours: Renderable): Html =>
      html`It belongs to ${theirs}, but you are signed in as ${yours}.`,
    switch: (theirs: string): string => `Sign in as ${theirs}`,
    leave: 'Do not use the link',
  },
  full: {
    title: 'You have as many as there can be',
    text: 'Remove an authenticator app or token that you do not use any more, then add the new one.',
  },
  codesTitle: 'Keep your recovery codes',
  kept: 'I have kept them',
  done: {
    title: 'Your second step is on',
    lead: 'From now on a sign-in asks for your password and a code from your authenticator app. You were signed out everywhere else, also of apps in this browser.',
    another: 'A second authenticator app helps when you lose the first.',
    anotherTitle: 'Another authenticator app is added',
    anotherLead:
      'A code from any of your authenticator apps and tokens lets you in. You were signed out everywhere else, also of apps in this browser.',
    replacedTitle: 'Your new authenticator app is added',
    replacedLead: 'Now remove the lost one, so that its codes let nobody in.',
    remove: (name: string): string => `Remove “${name}”`,
    connect:
      'Connect the programs again that you had connected before. One that had your password needs an app password now.',
  },
};
