// Where mail servers know people by address: whoever has none there is told of, because no mail server knows that name.

import type { Account } from '../../accounts/account.ts';
import { mailLogin } from '../../accounts/names.ts';
import type { Settings } from '../../config/settings.ts';
import type { Terminal } from '../frame/terminal.ts';

export function noteMailName(
  account: Account,
  settings: Pick<Settings, 'mailLogin' | 'mailDomains'>,
  terminal: Pick<Terminal, 'note'>,
): void {
  const login = mailLogin(account, settings);
  if (settings.mailLogin === 'email' && !login.includes('@')) {
    terminal.note(
      `postern: warning: ${account.username} has no address of POSTERN_MAIL_DOMAINS; mail servers that know people by address do not know "${login}"`,
    );
  }
}
