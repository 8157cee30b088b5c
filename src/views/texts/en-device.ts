// English: connecting a program that shows a code, from a browser elsewhere.

import { type Html, html, type Renderable } from '../html.ts';

export const device = {
  enter: {
    title: 'Connect a device',
    lead: 'Enter the code that your device or program shows.',
    code: 'Code',
    hint: 'Eight letters. Capitals, spaces and hyphens do not matter.',
    beware:
      'Did somebody send you this code? Do not enter it: it would connect their device to your account.',
    wrong:
      'That code did not work. Check it against your device. If it has shown the code for a while, let it make a new one.',
  },
  approval: {
    title: (client: string): string => `Connect ${client} to your account?`,
    beware: (client: Renderable): Html =>
      html`Somebody started ${client} and asks to be connected to your account. Allow it only if that was you, just now, on a device of your own. If somebody sent you the code, refuse.`,
    unchecked: (client: Renderable): Html =>
      html`${client} made itself known here, and nobody has checked who wrote it.`,
    from: 'Asked from',
    here: 'where you are now',
    elsewhere: 'not where you are now',
    at: 'Asked',
    with: 'With',
  },
  connected: {
    title: (client: string): string => `${client} is connected`,
    next: 'Go back to your device: it goes on by itself in a few seconds. You can close this page.',
    toEnd: (account: Renderable): Html => html`You can end it at any time: see ${account}.`,
  },
  refused: {
    title: 'Nothing was connected',
    text: 'The device was refused, and its code does not work any more.',
    ifStranger: (who: Renderable): Html =>
      html`If somebody sent you that code, they tried to get into your account. Tell ${who}.`,
  },
  over: {
    title: 'This code does not work any more',
    text: 'It was used already, or too much time has passed. Let your device make a new one.',
    again: 'Enter a new code',
  },
  /** What a program prints for its person. */
  message: (address: string, code: string): string =>
    `To sign in, open ${address} in any browser and enter the code ${code}.`,
};
