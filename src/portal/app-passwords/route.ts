// A new app password, of one's own mail or of a mailbox one owns: behind a complete sign-in, and never behind a recovery code.

import { AccountInputError } from '../../accounts/adding/account-input-error.ts';
import { stampsOf } from '../../accounts/alive.ts';
import type { FormFields } from '../../http/form.ts';
import { isRecovered } from '../../oidc/proof/factor.ts';
import { findRecovered } from '../freshness.ts';
import type { GuardParts } from '../guard.ts';
import { findMailbox, type Mailbox } from '../mailboxes.ts';
import { type Answer, addressOf, again, type PortalPage, type PortalVisit } from '../page.ts';
import { findOffered, type Offered, readChosen, suggest, toLimits } from './choices.ts';
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
          page: newAppPasswordView(visit.frame, { ...mailboxName(mailbox), offered, chosen }),
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
  const refuse = (error: NewAppPasswordError): Answer =>
    again(error, newAppPasswordView(visit.frame, { ...mailboxName(mailbox), offered, chosen, error }));
  // Nothing ticked would mean no limit at all.
  if (chosen.protocols.length === 0) {
    return refuse('no-protocol');
  }
  if (chosen.services.length === 0 && offered.services.length > 0) {
    return refuse('no-service');
  }
  const { account } = mailbox;
  const limits = toLimits(chosen, offered, parts.clock.now());
  const added = await add(parts, visit, mailbox, { name: chosen.name, ...limits });
  if (added instanceof AccountInputError) {
    return refuse(sayInputError(added));
  }
  if (added.outcome === 'too-many') {
    return refuse('too-many');
  }
  if (added.outcome !== 'added') {
    // The account was changed elsewhere in this moment: it is judged anew.
    return { goTo: addressOf(visit.ctx, { query }) };
  }
  const { id, password } = added;
  const { protocols, services } = limits;
  const way = visit.ctx.query.enrolment === 'yes' ? ({ isForEnrolment: true } as const) : {};
  await parts.pending.keepAppPassword(visit.session, {
    accountId: account.id,
    id,
    password,
    name: chosen.name.trim(),
    protocols,
    services,
    ...way,
  });
  return { goTo: '/account/app-passwords/made' };
}

async function add(
  { accounts, originOf }: GuardParts,
  { ctx, account: maker }: PortalVisit,
  { account }: Mailbox,
  given: Parameters<GuardParts['accounts']['appPasswords']['add']>[1],
) {
  const actor = { by: 'owner', person: maker, from: originOf(ctx) } as const;
  try {
    return await accounts.appPasswords.add(account.id, given, { actor, stamps: stampsOf(account), maker });
  } catch (error) {
    if (error instanceof AccountInputError) {
      return error;
    }
    throw error;
  }
}

function sayInputError({ field, problem }: AccountInputError): NewAppPasswordError {
  if (field === 'network') {
    return 'networks';
  }
  return problem === 'too-long' ? 'name-too-long' : 'name';
}
