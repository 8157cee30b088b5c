// A new app password, of one's own mail or of a mailbox one owns: behind a complete sign-in, and never behind a recovery code.

import { listAppPasswords } from '../../accounts/account.ts';
import { AccountInputError } from '../../accounts/adding/account-input-error.ts';
import { stampsOf } from '../../accounts/alive.ts';
import type { NewAppPassword } from '../../accounts/app-passwords/add-app-password.ts';
import type { AppPasswordLimits } from '../../accounts/app-passwords/limits.ts';
import type { FormFields } from '../../http/form.ts';
import { isRecovered } from '../../oidc/proof/factor.ts';
import { findRecovered } from '../freshness.ts';
import type { GuardParts } from '../guard.ts';
import { findMailbox, type Mailbox } from '../mailboxes.ts';
import { type Answer, addressOf, again, type PortalPage, type PortalVisit } from '../page.ts';
import type { KeptAppPassword } from '../pending.ts';
import { findOffered, type Offered, readChosen, suggest, toLimits } from './choices.ts';
import { madeAddress, newFormMark, readFormMark } from './form-mark.ts';
import { type NewAppPasswordError, newAppPasswordView, recoveredView } from './view.ts';

const path = '/account/app-passwords/new';
/** On the way to a second step, and for which program. */
const query = ['enrolment', 'name'] as const;

export function createNewAppPasswordPages(parts: GuardParts): readonly PortalPage[] {
  return [path, `${path}/:accountId`].map((address) => createPage(parts, address));
}

function createPage(parts: GuardParts, address: string): PortalPage {
  const find = async (visit: PortalVisit) => {
    const { accountId = visit.account.id } = visit.ctx.params as { accountId?: string };
    const mailbox = await findMailbox(parts.accounts, visit, accountId);
    return { mailbox, offered: await findOffered(parts.mailServices, mailbox.account) };
  };
  return {
    path: address,
    query,
    // Whoever came in by a recovery code is told what to do first, whenever that was.
    needs: ({ session }) => (isRecovered(session.amr) ? 'session' : 'fresh'),
    show: async (visit) => {
      const { mailbox, offered } = await find(visit);
      const chosen = suggest(mailbox.account, offered, readSuggestedName(visit));
      return (
        refuseRecovered(visit) ?? {
          page: newAppPasswordView(visit.frame, {
            ...mailboxName(mailbox),
            offered,
            chosen,
            mark: newFormMark(),
          }),
        }
      );
    },
    decide: async (visit, form) => {
      const { mailbox, offered } = await find(visit);
      return refuseRecovered(visit) ?? make(parts, visit, { mailbox, offered, form });
    },
  };
}

function refuseRecovered(visit: PortalVisit): Answer | undefined {
  const recovered = findRecovered(visit);
  return recovered === 'replace' ? { page: recoveredView(visit.frame), status: 403 } : recovered;
}

function mailboxName({ account, isOwn }: Mailbox): { mailbox?: string } {
  return isOwn ? {} : { mailbox: account.username };
}

/** From the page that tells what will not work any more. */
function readSuggestedName({ ctx }: PortalVisit): string {
  const { name } = ctx.query;
  return typeof name === 'string' ? name.slice(0, 64) : '';
}

interface Making {
  readonly mailbox: Mailbox;
  readonly offered: Offered;
  readonly form: FormFields;
}

async function make(parts: GuardParts, visit: PortalVisit, making: Making): Promise<Answer> {
  const { mailbox, offered, form } = making;
  const chosen = readChosen(form, offered);
  const refuse = (error: NewAppPasswordError): Answer => {
    const state = { ...mailboxName(mailbox), offered, chosen, error, mark: newFormMark() };
    return again(error, newAppPasswordView(visit.frame, state));
  };
  // Nothing ticked would mean no limit at all.
  if (chosen.protocols.length === 0) {
    return refuse('no-protocol');
  }
  if (chosen.services.length === 0 && offered.services.length > 0) {
    return refuse('no-service');
  }
  const given = { name: chosen.name.trim(), ...toLimits(chosen, offered, parts.clock.now()) };
  // A script may send the fields of the page alone.
  const added = await add(parts, visit, { mailbox, given, mark: readFormMark(form) ?? newFormMark() });
  if (added instanceof AccountInputError) {
    return refuse(sayInputError(added));
  }
  if (added === 'too-many') {
    return refuse('too-many');
  }
  // The account was changed elsewhere in this moment, or what came of this form was kept: it begins anew.
  return { goTo: added === undefined ? addressOf(visit.ctx, { query }) : madeAddress(added) };
}

interface Adding {
  readonly mailbox: Mailbox;
  readonly given: NewAppPassword & AppPasswordLimits;
  readonly mark: string;
}

/** The mark of the form whose app password there is now. */
async function add(
  { accounts, pending, originOf }: GuardParts,
  { ctx, account: maker, session }: PortalVisit,
  { mailbox: { account }, given, mark }: Adding,
): Promise<string | 'too-many' | AccountInputError | undefined> {
  const way = ctx.query.enrolment === 'yes' ? ({ isForEnrolment: true } as const) : {};
  try {
    const draft = accounts.appPasswords.draft(account, given);
    // Kept first: whatever stops from here on, an app password that is made can be seen.
    const kept = await pending.keepAppPassword(session, mark, {
      accountId: account.id,
      ...draft,
      ...given,
      ...way,
    });
    if (kept === 'over' || kept.draft.accountId !== account.id || (await isTakenAway(accounts, kept))) {
      return undefined;
    }
    const { outcome } = await accounts.appPasswords.add(account.id, kept.draft, {
      actor: { by: 'owner', person: maker, from: originOf(ctx) },
      stamps: stampsOf(account),
      maker,
      draft: kept.draft,
    });
    if (outcome === 'added') {
      await pending.noteMadeAppPassword(session, mark);
      return mark;
    }
    return outcome === 'too-many' ? outcome : undefined;
  } catch (error) {
    if (error instanceof AccountInputError) {
      return error;
    }
    throw error;
  }
}

/** Its form, sent once more from a window that was left open, must not bring it back. */
async function isTakenAway(
  accounts: GuardParts['accounts'],
  { draft, isMade }: KeptAppPassword,
): Promise<boolean> {
  const account = isMade ? await accounts.findById(draft.accountId) : undefined;
  return account !== undefined && !listAppPasswords(account).some(({ id }) => id === draft.id);
}

function sayInputError({ field, problem }: AccountInputError): NewAppPasswordError {
  if (field === 'network') {
    return 'networks';
  }
  return problem === 'too-long' ? 'name-too-long' : 'name';
}
