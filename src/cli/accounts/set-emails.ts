// postern accounts set-emails: other e-mail addresses for an account, in the place of those it had.

import { mailLogin } from '../../accounts/names.ts';
import { defineCommand } from '../frame/command.ts';
import { flag, text, texts } from '../frame/options.ts';
import { Refusal, UsageError } from '../frame/refusals.ts';
import { readReplacement, readReplacements, withoutAbsent } from '../frame/replacements.ts';
import { accountAnswer } from './account-answer.ts';
import { getAccount, noAccount, user } from './find-account.ts';

export const accountsSetEmails = defineCommand({
  name: 'accounts set-emails',
  summary: 'Replaces the e-mail addresses of an account; its owner is told at the old and the new ones',
  notes: [
    'What is given takes the place of what was, and the rest stays: name every --email that the account shall have.',
    'The word none in the place of an address takes it away. Links and codes that were mailed to it end.',
    'What was taken away goes to no other account for 180 days: --hand-over gives it on before.',
  ],
  arguments: { user },
  options: {
    email: texts('ADDRESS', 'e-mail address, taken as verified; a name to sign in with'),
    'hand-over': flag('also an address that was taken from another account within 180 days'),
    'recovery-email': text('ADDRESS', 'where notices go, taken as verified; no name to sign in with'),
  },
  run: async ({ arguments: { user: typed }, options }, { open }) => {
    const { email, 'hand-over': handOver, 'recovery-email': recoveryEmail } = options;
    const changes = withoutAbsent({
      emails: readReplacements('--email', email),
      recoveryEmail: readReplacement(recoveryEmail),
    });
    if (Object.keys(changes).length === 0) {
      throw new UsageError('nothing to change: --email or --recovery-email is missing');
    }
    const { accounts, kicks, settings } = await open();
    const before = await getAccount(accounts, typed);
    const outcome = await accounts.setEmails(before.id, changes, { handOver });
    if (outcome === 'not-found') {
      throw noAccount(typed);
    }
    if (outcome === 'taken') {
      throw new Refusal(
        'an address belongs to another account, or did within 180 days (--hand-over gives on what was taken from one that lives)',
      );
    }
    const account = await getAccount(accounts, before.id);
    const login = mailLogin(account, settings);
    const isRenamed = login !== mailLogin(before, settings);
    if (isRenamed) {
      // What is open goes on under a name that is no more.
      await kicks.ask(before);
    }
    return accountAnswer(
      account,
      [
        `E-mail of ${account.username}: ${account.emails.map(({ address }) => address).join(', ') || 'none'}.`,
        `Recovery e-mail: ${account.recoveryEmail?.address ?? 'none'}.`,
        ...(isRenamed ? [`Mail servers know the account as ${login} from now on.`] : []),
      ].join('\n'),
    );
  },
});
