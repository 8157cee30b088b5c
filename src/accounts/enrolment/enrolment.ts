// The way to a first factor: what it needs beside the password, and the links, codes and tickets that give leave for it.

import type { Account } from '../account.ts';
import type { Throttled } from '../attempts/attempts.ts';
import type { Actor, Origin } from '../origin.ts';
import {
  type CodeProof,
  type SendCodeOptions,
  type SentCode,
  sendCode,
  verifyMailedCode,
} from './mailed-code.ts';
import { type FoundLink, findLink, type SendLinkOptions, sendLink } from './mailed-link.ts';
import { findNextSignIn, type NextSignIn, type NextSignInParts } from './next-sign-in.ts';
import { type EnrolmentRequirement, findOutsideAddress, requirementOf } from './requirement.ts';
import type { EnrolmentParts, SendRefusal } from './sending.ts';
import { checkTicket, type IssuedTicket, issueTicket, type TicketProof } from './tickets.ts';

export interface Enrolment {
  requirementOf(account: Account): EnrolmentRequirement;
  /** What the next sign-in asks for, where the account has no active factor. */
  nextSignIn(account: Account): Promise<NextSignIn>;
  /** Where links and codes go; undefined: no verified address outside the mail domains. */
  outsideAddressOf(account: Account): string | undefined;
  /** Replaces any ticket. Only for people. `has-factor`: there is an active factor, so nothing to bind with it. */
  issueTicket(id: string, actor?: Actor): Promise<IssuedTicket>;
  /** Behind a right password. Does not spend it: the write that binds the factor does. Counts like a recovery code, apart from those. */
  checkTicket(id: string, typed: string, from: Origin): Promise<TicketProof>;
  /** Mails a link to the outside address; those before stay as they are, and the first that is used ends them all; `link` makes the address of the page from the token. */
  sendLink(
    id: string,
    options: SendLinkOptions,
  ): Promise<{ readonly outcome: 'sent'; readonly address: string } | SendRefusal | Throttled>;
  /** Undefined: unknown, ended, expired, or of an account that cannot use it now. Changes nothing. */
  findLink(token: string): Promise<FoundLink | undefined>;
  /** Mails a code to the outside address, for one sign-in: those of others stay as they are. */
  sendCode(id: string, from: Origin, options?: SendCodeOptions): Promise<SentCode | SendRefusal | Throttled>;
  /** Behind a right password. Spends it: one success. `used-up`: expired, spent or tried too often; a new one is needed. */
  verifyCode(id: string, codeId: string, typed: string, from: Origin): Promise<CodeProof>;
}

export function createEnrolment(parts: EnrolmentParts & NextSignInParts): Enrolment {
  return {
    requirementOf: (account) => requirementOf(parts, account),
    nextSignIn: (account) => findNextSignIn(parts, account),
    outsideAddressOf: (account) => findOutsideAddress(parts.settings, account),
    issueTicket: (id, actor) => issueTicket(parts, id, actor),
    checkTicket: (id, typed, from) => checkTicket(parts, id, typed, from),
    sendLink: (id, options) => sendLink(parts, id, options),
    findLink: (token) => findLink(parts, token),
    sendCode: (id, from, options) => sendCode(parts, id, from, options),
    verifyCode: (id, codeId, typed, from) => verifyMailedCode(parts, { id, codeId, typed, from }),
  };
}
