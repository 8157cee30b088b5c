// postern accounts add: a person, a shared mailbox or a machine.

import { accountKinds, roles } from '../../accounts/account.ts';
import { auditOwnerOf } from '../../accounts/audit-owner.ts';
import { defineCommand } from '../frame/command.ts';
import { argument, choice, severalChoices, text, texts } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';
import { accountAnswer } from './account-answer.ts';
import { getAccount } from './find-account.ts';
import { passwordOptions, readNewPassword } from './new-password.ts';

export const accountsAdd = defineCommand({
  name: 'accounts add',
  summary: 'Adds an account',
  arguments: { username: argument('NAME', 'user name: what is typed at the sign-in') },
  options: {
    email: texts('ADDRESS', 'e-mail address, taken as verified'),
    'recovery-email': text('ADDRESS', 'where notices go, taken as verified; no name to sign in with'),
    name: text('NAME', 'full name'),
    kind: choice(accountKinds, 'person unless given; the others have no password and no sign-in'),
    role: severalChoices(roles, 'user unless given'),
    group: texts('GROUP', 'group the account belongs to'),
    owner: texts('USER', 'may make app passwords for it; for a shared mailbox or a device only'),
    locale: text('TAG', 'language, such as en or pt-BR'),
    'require-factor': choice(['1', '2'], '2: this account needs a second step, whatever the policy says'),
    ...passwordOptions,
  },
  run: async ({ arguments: { username }, options }, { terminal, open }) => {
    const { email, name, kind, role, group, locale, temporary } = options;
    const needsPassword = kind === undefined || kind === 'person' || options['password-stdin'];
    const password = needsPassword ? await readNewPassword(terminal, options) : undefined;
    const { 'recovery-email': recoveryEmail, 'require-factor': requiredFactor } = options;
    const { accounts, outbox } = await open();
    const owners = await Promise.all(options.owner.map((typed) => getAccount(accounts, typed)));
    const added = await accounts.add({
      username,
      emails: email,
      groups: group,
      owners: owners.map(({ id }) => id),
      ...(recoveryEmail === undefined ? {} : { recoveryEmail }),
      ...(name === undefined ? {} : { name }),
      ...(kind === undefined ? {} : { kind }),
      ...(role.length === 0 ? {} : { roles: role }),
      ...(locale === undefined ? {} : { locale }),
      ...(requiredFactor === undefined ? {} : { requiredFactor: requiredFactor === '2' ? 2 : 1 }),
      ...(password === undefined ? {} : { password: { text: password, temporary, setBy: 'admin' } }),
    });
    if (added.outcome === 'taken') {
      throw new Refusal(
        'the user name or an address belongs to another account, or did within 180 days (accounts set-emails --hand-over gives on an address)',
      );
    }
    const { account } = added;
    const text = `${account.username} was added.`;
    const readers = [...auditOwnerOf(account).addresses, ...(account.owners ?? [])];
    if (!outbox.canSend || readers.length > 0) {
      return accountAnswer(account, text);
    }
    const warning = `Notices about it reach nobody: postern accounts set-emails ${account.username} --email ADDRESS.`;
    return { ...accountAnswer(account, `${text} ${warning}`), warning };
  },
});
