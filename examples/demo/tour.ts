// What there is to see and to try, in order: written once, for the start page and for the terminal.

import type { Person } from './people.ts';

export interface Places {
  readonly postern: string;
  readonly sampleApp: string;
  /** Start page, caught mails and phone. */
  readonly desk: string;
}

export interface Link {
  readonly text: string;
  readonly href: string;
}

export interface Step {
  readonly title: string;
  /** Words and links, one after the other. */
  readonly way: readonly (string | Link)[];
  /** To be typed in a second terminal. */
  readonly commands?: readonly string[];
}

export interface Tour {
  readonly home: string;
  readonly links: readonly (Link & { readonly about: string })[];
  readonly people: readonly Person[];
  readonly steps: readonly Step[];
}

export interface TourParts {
  readonly places: Places;
  readonly people: readonly Person[];
  /** What commands need in their environment. */
  readonly settings: Readonly<Record<string, string>>;
}

export function createTour({ places, people, settings }: TourParts): Tour {
  const account = { text: 'account page', href: `${places.postern}/account` };
  const sampleApp = { text: 'sample app', href: `${places.sampleApp}/` };
  const mails = { text: 'caught mails', href: `${places.desk}/mails` };
  const phone = { text: 'phone', href: `${places.desk}/phone` };
  const codes = { text: 'recovery codes', href: `${places.desk}/recovery-codes` };
  return {
    home: `${places.desk}/`,
    links: [
      { ...account, about: 'Postern itself: what people see of their account' },
      { ...sampleApp, about: 'a web app that lets people sign in with Postern' },
      { ...mails, about: 'every mail that Postern sends, kept here' },
      { ...phone, about: 'codes from bob’s authenticator app, and room for alice’s' },
    ],
    people,
    steps: createSteps({ account, sampleApp, mails, phone, codes }, settings),
  };
}

type LinkName = 'account' | 'sampleApp' | 'mails' | 'phone' | 'codes';

function createSteps(
  { account, sampleApp, mails, phone, codes }: Readonly<Record<LinkName, Link>>,
  settings: TourParts['settings'],
): readonly Step[] {
  return [
    {
      title: 'Give alice a second step',
      way: [
        'Sign in to her ',
        account,
        ' and add an authenticator app. Postern mails her a link first: follow it from the ',
        mails,
        '. Scan the code with your own phone, or copy the key to the ',
        phone,
        ' here.',
      ],
    },
    {
      title: 'Sign in as bob, with a code',
      way: [
        'Open the ',
        sampleApp,
        ' and sign in: alice is asked anew, with a code from now on, and after that one sign-in serves every app. Sign out there, and sign in as bob with the code from his ',
        phone,
        '.',
      ],
    },
    {
      title: 'Get in without the phone',
      way: [
        'Sign out of the ',
        sampleApp,
        ' and sign in as bob again. Where it asks for the code, choose a recovery code, and type one of his ',
        codes,
        '. It works once.',
      ],
    },
    {
      title: 'Ask it of everyone',
      way: [
        'In a second terminal, in the same directory, require a second step and take alice’s away. Then sign out of the ',
        sampleApp,
        ' and in again as alice: the sign-in itself leads her through, with a code from the ',
        mails,
        '.',
      ],
      commands: [
        `export ${Object.entries(settings)
          .map((pair) => pair.join('='))
          .join(' ')}`,
        'npx postern mfa required',
        'npx postern otp reset alice --open',
      ],
    },
    {
      title: 'Read what people were told',
      way: ['Whatever happened to an account was told to its owner: read the ', mails, '.'],
    },
  ];
}
