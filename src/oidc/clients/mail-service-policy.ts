// What a mail service may ask, and about whom: read when it is added, judged at every question.

import { domainToASCII } from 'node:url';
import type { Account } from '../../accounts/account.ts';
import { mailLogin } from '../../accounts/names.ts';
import { foldMailProtocol, isMailProtocol } from '../../base/mail-protocol.ts';
import type { Settings } from '../../config/settings.ts';
import type { MailServiceDocument, MailServicePolicy } from './client-document.ts';
import { ClientInputError } from './client-input-error.ts';

/** What is not said is the safe side: tokens and app passwords only, for every account and protocol. */
export type NewMailServicePolicy = Partial<MailServicePolicy>;

export type MailLoginSettings = Pick<Settings, 'mailLogin' | 'mailDomains'>;

const domainForm = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const mostInList = 100;

/** Throws `ClientInputError`. */
export function readMailServicePolicy(given: NewMailServicePolicy): MailServicePolicy {
  const { audience } = given;
  if (audience !== undefined && !/^[\x21-\x7e]{1,255}$/.test(audience)) {
    throw new ClientInputError('audience', 'must be 1 to 255 printable ASCII characters without a space');
  }
  return {
    concatenated: given.concatenated ?? 'off',
    plain: given.plain ?? 'no',
    domains: readList('domain', (given.domains ?? []).map(toAsciiDomain), {
      isItem: (domain) => domain.length <= 253 && domainForm.test(domain),
      form: 'must be a domain, such as example.org',
    }),
    groups: readList('group', given.groups ?? [], {
      isItem: (group) => /^\P{C}{1,128}$/u.test(group),
      form: 'must be the name of a group',
    }),
    protocols: readList('protocol', (given.protocols ?? []).map(foldMailProtocol), {
      isItem: isMailProtocol,
      form: 'must be a name such as imap, smtp, pop3, sieve or dav',
    }),
    ...(audience === undefined ? {} : { audience }),
  };
}

/** Services of before have no policy of their own. */
export function policyOf(document: MailServiceDocument): MailServicePolicy {
  const {
    concatenated = 'off',
    plain = 'no',
    domains = [],
    groups = [],
    protocols = [],
    audience,
  } = document;
  return {
    concatenated,
    plain,
    domains,
    groups,
    protocols,
    ...(audience === undefined ? {} : { audience }),
  };
}

/**
 * Whether a service may ask about an account. Its domain is that of its mail login; where that has none, the domain of any
 * verified address counts.
 */
export function guards(
  { domains, groups }: Pick<MailServicePolicy, 'domains' | 'groups'>,
  account: Pick<Account, 'username' | 'emails' | 'groups'>,
  settings: MailLoginSettings,
): boolean {
  return fits(domains, domainsOf(account, settings)) && fits(groups, account.groups);
}

function domainsOf(
  account: Pick<Account, 'username' | 'emails'>,
  settings: MailLoginSettings,
): readonly string[] {
  const login = mailLogin(account, settings);
  const verified = account.emails.filter((email) => email.verified).map(({ address }) => address);
  return (login.includes('@') ? [login] : verified).map((name) => name.slice(name.lastIndexOf('@') + 1));
}

function fits(named: readonly string[], found: readonly string[]): boolean {
  return named.length === 0 || found.some((value) => named.includes(value));
}

function toAsciiDomain(text: string): string {
  const domain = text.trim().toLowerCase();
  return /\P{ASCII}/u.test(domain) ? domainToASCII(domain) : domain;
}

function readList(
  field: string,
  given: readonly string[],
  { isItem, form }: { readonly isItem: (text: string) => boolean; readonly form: string },
): readonly string[] {
  if (!given.every(isItem)) {
    throw new ClientInputError(field, form);
  }
  const list = [...new Set(given)];
  if (list.length > mostInList) {
    throw new ClientInputError(field, `can be given at most ${mostInList} times`);
  }
  return list;
}
