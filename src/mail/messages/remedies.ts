// The one right thing to do for each kind of bad news, with the one address where it is done.

import type { Texts } from '../../views/texts/texts.ts';

export interface Remedy {
  /** Ends with a colon where there is an address. */
  readonly act: string;
  /** A page of this server, on a line of its own. */
  readonly address?: string;
  /** For whoever cannot do it there. */
  readonly otherwise?: string;
}

const paths = {
  /** Somebody is in the account. */
  endAccess: '/account/lost-device',
  /** Somebody has the key of one program. */
  endProgram: '/account/connections',
  /** Somebody has an app password of a mailbox that the reader owns. */
  takeAway: '/account/connections',
  /** Somebody knows the password. */
  changePassword: '/account/password',
  /** Somebody may have talked an administrator into it. */
  askedInYourName: '/account/password',
} as const;

export type Remedies = Readonly<Record<keyof typeof paths | 'ask', Remedy>>;

interface RemedyParts {
  readonly texts: Texts['mail'];
  readonly issuer: string;
  /** Whom to ask for help. */
  readonly support: string;
  /** Whether whoever reads it has account pages for it. */
  readonly hasPages: boolean;
}

export function createRemedies({ texts, issuer, support, hasPages }: RemedyParts): Remedies {
  const ask = { act: texts.remedies.ask(support) };
  const remedyFor = (kind: keyof typeof paths): Remedy => {
    const { act, otherwise } = texts.remedies[kind];
    return hasPages ? { act, address: `${issuer}${paths[kind]}`, otherwise: otherwise(support) } : ask;
  };
  return {
    ask,
    endAccess: remedyFor('endAccess'),
    endProgram: remedyFor('endProgram'),
    takeAway: remedyFor('takeAway'),
    changePassword: remedyFor('changePassword'),
    askedInYourName: remedyFor('askedInYourName'),
  };
}
