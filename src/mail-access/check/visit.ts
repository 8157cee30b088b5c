// One question with what is known before anything is judged: the service that asks, and whom it may be about.

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { canonicalName } from '../../accounts/names.ts';
import type { MailService, MailServices } from '../../oidc/clients/mail-services.ts';
import { fingerprintOf } from './memory/fingerprint.ts';
import type { TypedAt } from './memory/text-keys.ts';
import type { Question } from './question.ts';

export interface Visit {
  /** By its own secret, never by what the question says. */
  readonly service: MailService;
  readonly question: Question;
  /** The id under which the log knows the request. */
  readonly requestId?: string;
  /** Undefined: nobody, or nobody that this service may ask about for this protocol. */
  readonly account: Account | undefined;
  readonly fingerprint: string;
  readonly typed: TypedAt;
}

export interface VisitParts {
  readonly accounts: Pick<Accounts, 'findByName'>;
  readonly mailServices: Pick<MailServices, 'guards'>;
}

export async function findVisit(
  { accounts, mailServices }: VisitParts,
  service: MailService,
  question: Question,
): Promise<Visit> {
  const found = await accounts.findByName(question.user);
  const isIts = found !== undefined && serves(service, question) && mailServices.guards(service, found);
  const account = isIts ? found : undefined;
  const name = canonicalName(question.user) ?? question.user.slice(0, 1024);
  const typed = {
    subject: account ? { accountId: account.id } : { name },
    text: question.password ?? 'bytes that are no text',
    service: `${service.name} ${service.created_at}`,
    address: question.address,
  };
  return { service, question, account, fingerprint: fingerprintOf(account), typed };
}

function serves({ protocols }: MailService, { protocol }: Question): boolean {
  return protocols.length === 0 || protocols.includes(protocol);
}
