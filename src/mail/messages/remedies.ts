// The right thing to do for each kind of bad news, with the address where it is done, or two where it takes two.

import type { Texts } from '../../views/texts/texts.ts';

export interface Remedy {
  /** Ends with a colon where there is an address. */
  readonly act: string;
  /** A page of this server, on a line of its own. */
  readonly address?: string;
  /** What is done after that, and where. */
  readonly afterwards?: { readonly act: string; readonly address: string };
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

export interface Remedies extends Readonly<Record<keyof typeof paths | 'ask', Remedy>> {
  /** Somebody may have an app or a token of the account. Without its id the page where all of them are. */
  removeFactor(id: string | undefined): Remedy;
  /** Somebody has recovery codes, and the password before them. */
  readonly renewCodes: Remedy;
}

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
  /** In the order in which nothing is left to whoever was in. */
  const remedyInTwo = (kind: 'removeFactor' | 'renewCodes', first: string, second: string): Remedy => {
    const { act, afterwards, otherwise } = texts.remedies[kind];
    return {
      act,
      address: `${issuer}${first}`,
      afterwards: { act: afterwards, address: `${issuer}${second}` },
      otherwise: otherwise(support),
    };
  };
  return {
    ask,
    endAccess: remedyFor('endAccess'),
    endProgram: remedyFor('endProgram'),
    takeAway: remedyFor('takeAway'),
    changePassword: remedyFor('changePassword'),
    askedInYourName: remedyFor('askedInYourName'),
    removeFactor: (id) => {
      const page = id === undefined ? '/account' : `/account/factors/${encodeURIComponent(id)}/remove`;
      return hasPages ? remedyInTwo('removeFactor', page, paths.changePassword) : ask;
    },
    renewCodes: hasPages ? remedyInTwo('renewCodes', paths.changePassword, '/account/recovery-codes') : ask,
  };
}
