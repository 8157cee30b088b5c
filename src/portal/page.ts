// What a page of the account is: shown by GET, decided by POST, for somebody who is signed in. No page knows another.

import type { Context } from 'koa';
import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Origin } from '../accounts/origin.ts';
import type { AccessRules } from '../accounts/rules/access-rules.ts';
import type { Requirement } from '../accounts/rules/required-factor.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Settings } from '../config/settings.ts';
import type { Csrf } from '../http/csrf.ts';
import type { FormFields } from '../http/form.ts';
import type { PasswordUses } from '../mail-access/check/password-uses.ts';
import type { Connections } from '../mail-access/connections.ts';
import type { Kicks } from '../mail-access/kick/kicks.ts';
import type { MailServices } from '../oidc/clients/mail-services.ts';
import type { Devices } from '../oidc/devices.ts';
import type { OwnSignIn, SignInAsk } from '../oidc/portal-client/own-sign-in.ts';
import type { Sealer } from '../secrets/sealing.ts';
import type { Store } from '../store/store.ts';
import type { Html } from '../views/html.ts';
import type { PageFrame, PortalFrame } from '../views/layout.ts';
import type { DoneWord } from './done.ts';
import type { PortalSession, PortalSessions } from './session.ts';

export interface PortalParts {
  readonly accounts: Accounts;
  readonly accessRules: AccessRules;
  readonly devices: Devices;
  readonly mailServices: Pick<MailServices, 'list' | 'guards'>;
  readonly connections: Connections;
  readonly kicks: Pick<Kicks, 'ask' | 'reachesAll'>;
  /** Where the account password alone opened a mailbox. */
  readonly passwordUses: Pick<PasswordUses, 'find'>;
  readonly ownSignIn: OwnSignIn;
  /** Signing out at the provider ends them as well. */
  readonly sessions: PortalSessions;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly csrf: Csrf;
  /** Whether there is an e-mail gateway. */
  readonly canMail: boolean;
  readonly settings: Pick<
    Settings,
    | 'issuer'
    | 'brandName'
    | 'sessionIdle'
    | 'sessionMax'
    | 'signInLife'
    | 'linkLife'
    | 'mailLogin'
    | 'mailDomains'
    | 'trustedBrowserLife'
  >;
  frame(ctx: Context, locales?: { readonly account?: string }): PageFrame;
  /** Where a request comes from, the known-browser cookie included. */
  originOf(ctx: Context): Origin;
}

/** One request of somebody who is signed in; the guard loaded it. */
export interface PortalVisit {
  readonly ctx: Context;
  readonly account: Account;
  readonly session: PortalSession;
  /** What is required of this account at the account pages. */
  readonly requirement: Requirement;
  readonly frame: PortalFrame;
  /** What was done just before, said once. */
  readonly done: DoneWord | undefined;
}

/** What is asked of a sign-in; `link`: the hash of the mailed link that it is for. */
export interface PortalAsk extends SignInAsk {
  readonly link?: string;
}

export interface PortalFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: string;
}

export type Answer =
  | { readonly page: Html; readonly status?: number; readonly retryAfterSeconds?: number }
  /** To be saved or opened by another program. */
  | { readonly file: PortalFile }
  /** One of our own addresses. `language`: of the page there, where nobody is signed in any more. */
  | { readonly goTo: string; readonly done?: DoneWord; readonly language?: string }
  /** A sign-in first; it leads back to this page. */
  | { readonly signIn: PortalAsk };

export interface PortalPage {
  /** As the router reads it. */
  readonly path: string;
  /** What of its address says what it is about: that much comes back behind a sign-in on the way. */
  readonly query?: readonly string[];
  /** Before anybody is asked who they are, at GET: what a link needs, or a page for everybody. */
  open?(ctx: Context): Promise<Answer | undefined>;
  /** The same at POST. */
  openForm?(ctx: Context, form: FormFields): Promise<Answer | undefined>;
  /** Shown to whoever is not signed in, at GET, before the sign-in begins. */
  greet?(ctx: Context): Promise<Answer | undefined>;
  /** What is asked of whoever is not signed in. */
  askOf?(ctx: Context): Promise<PortalAsk>;
  /** `fresh`: a complete sign-in that is at most five minutes old. `own`: the page asks by itself. */
  needs(visit: PortalVisit): Promise<'session' | 'fresh'> | 'session' | 'fresh' | 'own';
  show(visit: PortalVisit): Promise<Answer> | Answer;
  /** Absent: there is no form. */
  decide?(visit: PortalVisit, form: FormFields): Promise<Answer>;
}

const longestQueryValue = 64;

/** The address of the page that was asked for, with what it declares of its query. */
export function addressOf(
  { path, query }: Pick<Context, 'path' | 'query'>,
  page: Pick<PortalPage, 'query'>,
): string {
  const kept = new URLSearchParams();
  for (const name of page.query ?? []) {
    const value = query[name];
    if (typeof value === 'string') {
      kept.set(name, value.slice(0, longestQueryValue));
    }
  }
  return kept.size === 0 ? path : `${path}?${kept}`;
}

/** The page of a refused form: 422, or 429 while one has to wait. */
export function again(error: string | { readonly retryAfterSeconds: number }, page: Html): Answer {
  return typeof error === 'string'
    ? { page, status: 422 }
    : { page, status: 429, retryAfterSeconds: error.retryAfterSeconds };
}
