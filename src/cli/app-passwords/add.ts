// postern app-passwords add: a password of its own for one mail program, shown once.

import { AccountInputError } from '../../accounts/adding/account-input-error.ts';
import { mostAppPasswords } from '../../accounts/app-passwords/add-app-password.ts';
import { mailLogin } from '../../accounts/names.ts';
import type { MailServices } from '../../oidc/clients/mail-services.ts';
import { getAccount, noAccount, user } from '../accounts/find-account.ts';
import { noteMailName } from '../accounts/mail-name.ts';
import { formatFacts } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { commaTexts, lifeTime, requiredText, texts } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';

export const appPasswordsAdd = defineCommand({
  name: 'app-passwords add',
  summary: 'Makes a password for one mail program, shown once; the web never takes it',
  arguments: { user },
  options: {
    name: requiredText('NAME', 'what its owner tells it apart by, such as Phone'),
    protocols: commaTexts('NAME,…', 'only for these, such as imap,smtp; for all unless given'),
    services: commaTexts('NAME,…', 'only at these mail services; at all unless given'),
    network: texts('NETWORK', 'only from this address or network, such as 192.0.2.0/24'),
    expires: lifeTime('TIME', 'for so long, such as 90d; until it is removed unless given'),
  },
  run: async ({ arguments: { user: typed }, options }, { open, terminal }) => {
    const { accounts, mailServices, clock, settings } = await open();
    const account = await getAccount(accounts, typed);
    await requireServices(mailServices, options.services);
    const { name, protocols, services, network: networks, expires } = options;
    const expiresAt = expires === undefined ? {} : { expiresAt: clock.now() + expires * 1000 };
    const given = { name, protocols, services, networks, ...expiresAt };
    const added = await accounts.appPasswords.add(account.id, given).catch(nameOption);
    if (added.outcome === 'too-many') {
      throw new Refusal(`${account.username} has ${mostAppPasswords} app passwords; remove one first`);
    }
    if (added.outcome !== 'added') {
      throw noAccount(typed);
    }
    noteMailName(account, settings, terminal);
    const facts = formatFacts([
      ['Password', added.password],
      ['Id', added.id],
    ]);
    const note = `It is shown this once. The mail program signs in as ${mailLogin(account, settings)} with it.`;
    return { json: { id: added.id, password: added.password }, text: `${facts}\n\n${note}` };
  },
});

/** A name with a slip in it would make a password that works nowhere. */
async function requireServices(mailServices: MailServices, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if ((await mailServices.find(name)) === undefined) {
      throw new Refusal(`--services names "${name}", but there is no such mail service`);
    }
  }
}

/** Elsewhere a name is an argument; here it is an option. */
function nameOption(error: unknown): never {
  const isName = error instanceof AccountInputError && error.field === 'name';
  throw isName ? new Refusal(`--name ${error.reason}`) : error;
}
