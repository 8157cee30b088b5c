// A new authenticator app: what gives leave for it first, then its secret, a code from it, and the recovery codes.

import { listFactors } from '../../accounts/account.ts';
import { stampsOf } from '../../accounts/alive.ts';
import type { FormFields } from '../../http/form.ts';
import { isRecovered } from '../../oidc/proof/factor.ts';
import { shortAddress } from '../../views/parts/short-address.ts';
import { freshCodesView } from '../fresh-codes-view.ts';
import type { GuardParts } from '../guard.ts';
import { type Answer, again, type PortalPage, type PortalVisit } from '../page.ts';
import { bind, drawSecret } from './bind.ts';
import { anotherEnrolledView, enrolledView, replacedView } from './done-view.ts';
import { createLinks, type FollowedLink } from './link.ts';
import { askForLink, draftSecret, type EnrolParts, findStage, type Stage } from './stage.ts';
import {
  askForLinkView,
  followedLinkView,
  foreignLinkView,
  fullView,
  linkSentView,
  strangerLinkView,
  ticketView,
} from './views.ts';

export function createEnrolPage(given: GuardParts): PortalPage {
  const parts: EnrolParts = { ...given, links: createLinks(given) };
  return {
    path: '/account/enrol',
    open: parts.links.open,
    askOf: async (ctx) => {
      const link = await parts.links.find(ctx);
      return link === undefined ? {} : askForLink(parts, link);
    },
    greet: async (ctx) => {
      const link = await parts.links.find(ctx);
      return link && { page: strangerLinkView(parts.frame(ctx), await findOwner(parts, link)) };
    },
    needs: () => 'own',
    show: async (visit) => show(parts, visit, await findStage(parts, visit)),
    decide: async (visit, form) => decide(parts, visit, { form, stage: await findStage(parts, visit) }),
  };
}

async function show(parts: EnrolParts, visit: PortalVisit, stage: Stage): Promise<Answer> {
  const { frame } = visit;
  switch (stage.name) {
    case 'sign-in':
      return { signIn: stage.ask };
    case 'followed':
      return { page: followedLinkView(frame, stage.theirs) };
    case 'foreign':
      return { page: foreignLinkView(frame, stage.theirs), status: 403 };
    case 'full':
      return { page: fullView(frame) };
    case 'ticket':
      return { page: ticketView(frame, {}) };
    case 'mail':
      return { page: askForLinkView(frame, { address: shortAddress(stage.address) }) };
    case 'secret':
      return { page: await drawSecret(parts, visit, stage) };
    case 'codes':
      return { page: freshCodesView(frame, { why: 'enrolled', codes: stage.shown.codes }) };
  }
}

/** What the one button of a stage says; the others are told apart by their fields. */
const actions = { mail: 'send', codes: 'keep' } as const;

interface Decision {
  readonly form: FormFields;
  readonly stage: Stage;
}

async function decide(parts: EnrolParts, visit: PortalVisit, { form, stage }: Decision): Promise<Answer> {
  const action = form.get('action');
  if (stage.name in actions && action !== actions[stage.name as keyof typeof actions]) {
    // A form from before, or from another window: it must not send a mail, or put the codes away.
    return show(parts, visit, stage);
  }
  switch (stage.name) {
    case 'followed':
    case 'foreign':
      return decideForeign(parts, visit, form, stage);
    case 'ticket':
      return decideTicket(parts, visit, form);
    case 'mail':
      return decideMail(parts, visit, stage.address);
    case 'secret':
      return bind(parts, visit, { form, secret: stage.secret });
    case 'codes':
      await parts.pending.forgetCodes(visit.session, 'enrolled');
      return {
        goTo: '/account/enrol/done',
        done: stage.shown.done ?? 'enrolled',
      };
    default:
      return show(parts, visit, stage);
  }
}

async function decideForeign(
  { links }: EnrolParts,
  { ctx }: PortalVisit,
  form: FormFields,
  { ask }: Extract<Stage, { name: 'followed' | 'foreign' }>,
): Promise<Answer> {
  if (form.get('action') === 'switch') {
    return { signIn: ask };
  }
  links.forget(ctx);
  return { goTo: '/account' };
}

async function decideTicket(parts: EnrolParts, visit: PortalVisit, form: FormFields): Promise<Answer> {
  const { account, ctx, frame } = visit;
  const from = { ...parts.originOf(ctx), stamps: stampsOf(account) };
  const answer = await parts.accounts.enrolment.checkTicket(account.id, form.get('ticket'), from);
  if (answer.outcome === 'right') {
    await parts.pending.forgetSecret(visit.session, { stamps: from.stamps });
    await draftSecret(parts, visit, { stamps: from.stamps, ticketId: answer.ticketId });
    return { goTo: '/account/enrol' };
  }
  const error = answer.outcome === 'throttled' ? answer : answer.outcome;
  return again(error, ticketView(frame, { error }));
}

async function findOwner({ accounts }: EnrolParts, { accountId }: FollowedLink): Promise<string> {
  return (await accounts.findById(accountId))?.username ?? '';
}

/** The answer is the same whether a mail goes out or not. */
async function decideMail(
  parts: EnrolParts,
  { account, ctx, frame }: PortalVisit,
  address: string,
): Promise<Answer> {
  const { settings, accounts, originOf } = parts;
  const answer = await accounts.enrolment.sendLink(account.id, {
    link: (token) => `${settings.issuer}/account/enrol?token=${token}`,
    from: { ...originOf(ctx), language: frame.texts.language, stamps: stampsOf(account) },
  });
  return answer.outcome === 'throttled'
    ? again(answer, askForLinkView(frame, { address: shortAddress(address), error: answer }))
    : { goTo: '/account/enrol/sent' };
}

/** Pressed where one was sent already. */
async function sendAgain(parts: EnrolParts, visit: PortalVisit): Promise<Answer> {
  const stage = await findStage(parts, visit);
  if (stage.name !== 'mail') {
    return { goTo: '/account/enrol' };
  }
  const answer = await decideMail(parts, visit, stage.address);
  return 'goTo' in answer ? { ...answer, done: 'link-sent' } : answer;
}

/** Where to look for the link. */
export function createLinkSentPage(given: GuardParts): PortalPage {
  const { accounts, canMail, settings } = given;
  return {
    path: '/account/enrol/sent',
    needs: () => 'session',
    show: ({ account, frame }) => {
      const address = canMail ? accounts.enrolment.outsideAddressOf(account) : undefined;
      return address === undefined
        ? { goTo: '/account/enrol' }
        : { page: linkSentView(frame, { address: shortAddress(address), lifeSeconds: settings.linkLife }) };
    },
    decide: async (visit, form) =>
      form.get('action') === 'send'
        ? sendAgain({ ...given, links: createLinks(given) }, visit)
        : { goTo: '/account/enrol/sent' },
  };
}

/** What there is now; said once. */
export function createEnrolledPage(): PortalPage {
  return {
    path: '/account/enrol/done',
    needs: () => 'session',
    show: ({ account, done, frame, session }) => {
      if (done === 'enrolled' || done === 'enrolled-and-disconnected') {
        return { page: enrolledView(frame, done) };
      }
      if (done !== 'enrolled-another') {
        return { goTo: '/account' };
      }
      // The newest stands last.
      const others = listFactors(account).slice(0, -1);
      const page = isRecovered(session.amr) ? replacedView(frame, others) : anotherEnrolledView(frame);
      return { page };
    },
  };
}
