// The step before a first factor: a code mailed outside, or an administrator's ticket, so that the password alone binds no device.

import type { Account } from '../../src/accounts/account.ts';
import { readMailedCode } from '../../src/accounts/enrolment/mailed-code.ts';
import { AppError } from '../../src/base/app-error.ts';
import type { FormFields } from '../../src/http/form.ts';
import type { Html } from '../../src/views/html.ts';
import { canPutOff, draftFor, mailCode, withoutEnrolment } from '../enrolment.ts';
import { needsLeave } from '../flow.ts';
import type { Leave, Proven } from '../progress.ts';
import { originOf, requireProven } from '../second-factor.ts';
import { type Advance, type Again, again, type Step, type StepParts, type Visit } from '../step.ts';
import { type MailedCodeError, mailedCodeView } from './mailed-code-view.ts';
import { type TicketError, ticketView } from './ticket-view.ts';

type MailLeave = Extract<Leave, { by: 'mail' }>;

export function createFirstFactorStep(parts: StepParts): Step {
  const { enrolment } = parts.accounts;
  return {
    name: 'first-factor',
    isNeeded: needsLeave,
    show: (visit) => {
      const leave = requireLeave(visit);
      return leave.by === 'mail' ? showMail(visit, leave) : showTicket(visit);
    },
    decide: async (visit, form) => {
      const leave = requireLeave(visit);
      const proven = requireProven(visit);
      if (form.get('action') === 'later' && canPutOff(proven)) {
        return { advance: { proven: withoutEnrolment(proven) } };
      }
      if (leave.by === 'ticket') {
        return decideTicket(visit, form);
      }
      // Enter in the field presses the first button: it goes on, and mails one only where none was mailed.
      const isSending = form.get('action') === 'send' || leave.codeId === undefined;
      return isSending ? send(visit, leave) : decideCode(visit, leave, form);
    },
  };

  async function decideTicket(visit: Visit, form: FormFields): Promise<Advance | Again> {
    const { accountId } = requireProven(visit);
    const answer = await enrolment.checkTicket(accountId, form.get('ticket'), originOf(visit));
    if (answer.outcome === 'right') {
      return goOn(visit, { by: 'ticket', ticketId: answer.ticketId });
    }
    const error = answer.outcome === 'throttled' ? answer : answer.outcome;
    return again(error, showTicket(visit, error));
  }

  async function decideCode(visit: Visit, leave: MailLeave, form: FormFields): Promise<Advance | Again> {
    const { accountId } = requireProven(visit);
    const { codeId = '' } = leave;
    const code = form.get('code');
    if (readMailedCode(code) === undefined) {
      return again('malformed', showMail(visit, leave, 'malformed'));
    }
    const answer = await enrolment.verifyCode(accountId, codeId, code, originOf(visit));
    if (answer.outcome === 'right') {
      return goOn(visit, { by: 'code', address: answer.address });
    }
    const error = answer.outcome === 'throttled' ? answer : answer.outcome;
    return again(error, showMail(visit, leave, error));
  }

  async function send(visit: Visit, leave: MailLeave): Promise<Advance | Again> {
    const mailed = await mailCode(parts, visit, await getAccount(visit));
    const { retryAfterSeconds } = mailed;
    if (retryAfterSeconds !== undefined) {
      const error = { retryAfterSeconds, tooManySent: true };
      return again(error, showMail(visit, leave, error));
    }
    const isAnother = leave.codeId !== undefined && mailed.leave.by === 'mail';
    const next: Leave = isAnother ? { ...mailed.leave, isAnother: true } : mailed.leave;
    return { advance: { proven: { ...requireProven(visit), leave: next } } };
  }

  /** The secret is made only now. */
  async function goOn(visit: Visit, shown: NonNullable<Proven['shown']>): Promise<Advance> {
    const { leave: _, ...proven } = requireProven(visit);
    const pendingFactor = draftFor(parts, visit, await getAccount(visit));
    return { advance: { proven: { ...proven, shown, pendingFactor } } };
  }

  async function getAccount(visit: Visit): Promise<Account> {
    const account = await parts.accounts.findById(requireProven(visit).accountId);
    if (account === undefined) {
      throw new AppError('sign-in-expired', { detail: 'the account is gone' });
    }
    return account;
  }
}

function requireLeave(visit: Visit): Leave {
  const { leave } = requireProven(visit);
  if (leave === undefined) {
    throw new AppError('out-of-step', { detail: 'nothing stands before the first factor' });
  }
  return leave;
}

function showMail(visit: Visit, { address, codeId, isAnother }: MailLeave, error?: MailedCodeError): Html {
  return mailedCodeView(visit.frame, {
    address,
    isSent: codeId !== undefined,
    isAnother: isAnother === true && error === undefined,
    canPutOff: canPutOff(requireProven(visit)),
    ...(error === undefined ? {} : { error }),
  });
}

function showTicket(visit: Visit, error?: TicketError): Html {
  const state = { canPutOff: canPutOff(requireProven(visit)) };
  return ticketView(visit.frame, error === undefined ? state : { ...state, error });
}
