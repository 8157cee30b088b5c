// Which mail address an account has behind this door: what a mail program is told to send by.

import type { Account } from '../accounts/account.ts';
import { mailLogin } from '../accounts/names.ts';
import { isMailAddress } from '../base/mail-address.ts';
import type { Settings } from '../config/settings.ts';

/**
 * `domains`: those whose mail is behind this door; none: nobody says which are. The mail login, where it is an address; else
 * the first verified address of these domains. Where user names are those of mailboxes, and there is one domain, it is the
 * name at that domain: auto-configuration tells every mail program the same. Undefined: nobody knows it.
 */
export function findMailboxAddress(
  account: Pick<Account, 'username' | 'emails'>,
  settings: Pick<Settings, 'mailLogin' | 'mailDomains'>,
  domains: readonly string[],
): string | undefined {
  const login = mailLogin(account, settings);
  if (login.includes('@')) {
    return login;
  }
  const isBehind = (address: string): boolean =>
    domains.length === 0 || domains.includes(address.slice(address.lastIndexOf('@') + 1));
  const known = account.emails.find(({ address, verified }) => verified && isBehind(address));
  const [domain, ...others] = domains;
  const isPlain = domain !== undefined && others.length === 0 && settings.mailLogin === 'username';
  const derived = isPlain ? `${login}@${domain}` : '';
  return known?.address ?? (isMailAddress(derived) ? derived : undefined);
}
