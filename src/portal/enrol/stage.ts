// How far an enrolment is, judged anew at each request: what is still needed before a new secret is shown.

import { type Account, hasSecondFactor, listFactors } from '../../accounts/account.ts';
import { stampsOf } from '../../accounts/alive.ts';
import { mailLogin } from '../../accounts/names.ts';
import { mostFactors } from '../../accounts/second-factor/changes/bind-factor.ts';
import { makeRecoveryCodes } from '../../accounts/second-factor/verifying/recovery-codes.ts';
import { findFreshCodes } from '../fresh-codes.ts';
import { askForFresh, isFresh } from '../freshness.ts';
import type { GuardParts } from '../guard.ts';
import type { PortalAsk, PortalVisit } from '../page.ts';
import type { PendingCodes, PendingSecret } from '../pending.ts';
import { type FollowedLink, isForLink, type Links } from './link.ts';

export type Stage =
  /** It is done; the recovery codes are shown until they are kept. */
  | { readonly name: 'codes'; readonly shown: PendingCodes }
  | { readonly name: 'sign-in'; readonly ask: PortalAsk }
  /** A link was followed, and nobody has signed in for it yet. */
  | { readonly name: 'followed'; readonly theirs: string; readonly ask: PortalAsk }
  /** The link belongs to somebody else than the one who is signed in. */
  | { readonly name: 'foreign'; readonly theirs: string; readonly ask: PortalAsk }
  | { readonly name: 'full' }
  | { readonly name: 'ticket' }
  | { readonly name: 'mail'; readonly address: string }
  | { readonly name: 'secret'; readonly secret: PendingSecret };

export interface EnrolParts extends GuardParts {
  readonly links: Links;
}

export async function findStage(parts: EnrolParts, visit: PortalVisit): Promise<Stage> {
  const { account, session } = visit;
  const shown = await findFreshCodes(parts, visit, 'enrolled');
  if (shown !== 'none') {
    return shown === 'locked'
      ? { name: 'sign-in', ask: askForFresh(visit, parts.clock) }
      : { name: 'codes', shown };
  }
  const link = await findLink(parts, visit);
  const missing = (link && (await findSignIn(parts, visit, link))) ?? findFreshSignIn(parts, visit, link);
  if (missing !== undefined) {
    return missing;
  }
  if (listFactors(account).length >= mostFactors) {
    return { name: 'full' };
  }
  const leave =
    link === undefined
      ? { stamps: stampsOf(account) }
      : { stamps: link.stamps, link: link.hash, address: link.address };
  const secret = await parts.pending.findSecret(session, leave);
  return (
    findLeave(parts, visit, { link, secret }) ?? {
      name: 'secret',
      secret: secret ?? (await draftSecret(parts, visit, leave)),
    }
  );
}

/** Where an administrator's ticket is needed, a link gives no leave, also one that was followed before. */
async function findLink(parts: EnrolParts, { account, ctx }: PortalVisit): Promise<FollowedLink | undefined> {
  const link = await parts.links.find(ctx);
  return link?.accountId === account.id && needsTicket(parts, account) ? undefined : link;
}

function needsTicket({ accounts }: EnrolParts, account: Account): boolean {
  return !hasSecondFactor(account) && accounts.enrolment.requirementOf(account) === 'ticket';
}

/** The ask of the sign-in that a link leads to: the password in any case. */
export async function askForLink({ accounts }: EnrolParts, link: FollowedLink): Promise<PortalAsk> {
  const username = (await accounts.findById(link.accountId))?.username;
  return { promptLogin: true, link: link.hash, ...(username === undefined ? {} : { loginHint: username }) };
}

async function findSignIn(
  parts: EnrolParts,
  visit: PortalVisit,
  link: FollowedLink,
): Promise<Stage | undefined> {
  const ask = await askForLink(parts, link);
  if (!isForLink(visit.session, link)) {
    return { name: 'followed', theirs: ask.loginHint ?? '', ask };
  }
  return link.accountId === visit.account.id
    ? undefined
    : { name: 'foreign', theirs: ask.loginHint ?? '', ask };
}

function findFreshSignIn(
  { clock }: EnrolParts,
  visit: PortalVisit,
  link: FollowedLink | undefined,
): Stage | undefined {
  if (isFresh(visit, clock)) {
    return undefined;
  }
  return { name: 'sign-in', ask: { ...askForFresh(visit, clock), ...(link && { link: link.hash }) } };
}

interface Standing {
  readonly link: FollowedLink | undefined;
  readonly secret: PendingSecret | undefined;
}

/** What gives leave to bind the first app, where it is still missing. An account that has one is guarded by its sign-in. */
function findLeave(
  parts: EnrolParts,
  { account }: PortalVisit,
  { link, secret }: Standing,
): Stage | undefined {
  if (hasSecondFactor(account)) {
    return undefined;
  }
  if (needsTicket(parts, account)) {
    return secret?.ticketId === undefined ? { name: 'ticket' } : undefined;
  }
  const address = parts.accounts.enrolment.outsideAddressOf(account);
  return parts.canMail && address !== undefined && link === undefined ? { name: 'mail', address } : undefined;
}

/** A new secret with recovery codes, kept for this session. `leave`: what it depends on. */
export async function draftSecret(
  { accounts, pending, settings }: EnrolParts,
  { account, session }: PortalVisit,
  leave: Pick<PendingSecret, 'ticketId' | 'link' | 'address' | 'stamps'>,
): Promise<PendingSecret> {
  const drafted = accounts.factors.draft(mailLogin(account, settings));
  return pending.keepSecret(session, { ...drafted, recoveryCodes: makeRecoveryCodes(), ...leave });
}
