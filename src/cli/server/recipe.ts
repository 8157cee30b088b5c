// postern recipe: configuration for another program, complete, with the secret of a mail service filled in.

import { resolve } from 'node:path';
import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { mailLogin } from '../../accounts/names.ts';
import { findMailboxAddress } from '../../mail-access/mailbox-address.ts';
import { usualIds, whyUnfit } from '../../mail-access/recipes/client-fit.ts';
import type { Recipe, RecipePerson } from '../../mail-access/recipes/recipe.ts';
import { findRecipe, recipeNames } from '../../mail-access/recipes/recipes.ts';
import { thunderbirdClientId } from '../../mail-access/thunderbird-client.ts';
import type { Clients } from '../../oidc/clients/clients.ts';
import { presets } from '../../oidc/clients/presets.ts';
import { getAccount } from '../accounts/find-account.ts';
import { noteMailName } from '../accounts/mail-name.ts';
import { type Context, defineCommand } from '../frame/command.ts';
import { type Argument, requiredText, text, wholePath } from '../frame/options.ts';
import { Refusal, UsageError } from '../frame/refusals.ts';
import { noService } from '../mail-services/service-name.ts';
import { type WrittenFile, writeRecipe } from './write-recipe.ts';

const program: Argument<Recipe> = {
  placeholder: 'PROGRAM',
  meaning: `one of: ${recipeNames.join(', ')}`,
  read: (given = '') => {
    const found = findRecipe(given);
    if (found === undefined) {
      throw new UsageError(`unknown recipe "${given}": ${recipeNames.join(', ')}`);
    }
    return found;
  },
};

export const recipe = defineCommand({
  name: 'recipe',
  summary: 'Prints working configuration for another program, or writes it to files',
  arguments: { program },
  options: {
    service: requiredText('NAME', 'the mail service whose secret goes into it'),
    user: text('USER', 'for mail programs: whose mailbox it opens'),
    client: text('ID', 'the id of the program, where it is not the name of its preset'),
    spool: wholePath(
      'DIR',
      'for Postfix: its queue_directory, where it is not /var/spool/postfix',
      '/var/spool/postfix',
    ),
    out: text(
      'DIR',
      'write the files there instead, those with the secret for you alone; what they replace is kept as NAME.old',
    ),
  },
  run: async (input, { settings, open, terminal }) => {
    const { service: name, out, user, client, spool } = input.options;
    const found = input.arguments.program;
    const { mailServices, accounts, clients } = await open();
    const [service, secret] = await Promise.all([mailServices.find(name), mailServices.findSecret(name)]);
    if (service === undefined || secret === undefined) {
      throw noService(name);
    }
    const account = user === undefined ? undefined : await findOwner(accounts, user, found);
    const domains = service.domains.length > 0 ? service.domains : settings.mailDomains;
    const directory = out === undefined ? undefined : resolve(out);
    const files = found.render({
      issuer: settings.issuer,
      scope: 'mail',
      service: { ...service, secret, tlsCa: service.tls_ca },
      directory,
      client: await findClient(clients, found, client),
      person: account === undefined ? undefined : personOf(account, { settings, terminal }, domains),
      deviceFlow: settings.deviceFlow,
      mailLogin: settings.mailLogin,
      mailDomains: domains,
      spool,
      brandName: settings.brandName,
    });
    if (directory === undefined) {
      return {
        json: { files: files.map((file) => ({ ...file })) },
        text: files
          .map((file) => `# file: ${file.name}\n${file.content}`)
          .join('\n')
          .trimEnd(),
      };
    }
    const written = await writeRecipe(directory, files, secret);
    for (const line of written.map(describeEarlier).filter((one) => one !== undefined)) {
      terminal.note(line);
    }
    const paths = written.map(({ path }) => path);
    return { json: { paths }, text: paths.join('\n') };
  },
});

/** A program is given its tokens when a person signs in: a mailbox that nobody signs in to has app passwords. */
async function findOwner(accounts: Accounts, user: string, { preset }: Recipe): Promise<Account> {
  const account = await getAccount(accounts, user);
  const { kind, username } = account;
  if (preset !== undefined && presets[preset].applicationType === 'native' && kind !== 'person') {
    const what = kind === 'shared' ? 'a shared mailbox' : 'a device';
    throw new Refusal(
      `${username} is ${what}, which never signs in; it has app passwords: postern app-passwords add ${username} --name NAME`,
    );
  }
  return account;
}

/** Undefined where there is none yet: the recipe says how it is added. */
async function findClient(
  clients: Pick<Clients, 'find'>,
  recipe: Recipe,
  given: string | undefined,
): Promise<string | undefined> {
  if (recipe.preset === undefined) {
    return undefined;
  }
  if (recipe.preset === 'thunderbird' && given !== undefined && given !== thunderbirdClientId) {
    throw new Refusal(
      `--client can only be "${thunderbirdClientId}": the add-on of this server names that one`,
    );
  }
  const ids = given === undefined ? usualIds(recipe) : [given];
  const found = (await Promise.all(ids.map((id) => clients.find(id)))).find((one) => one !== undefined);
  const add = `postern clients add --preset ${recipe.preset} --id`;
  if (found === undefined && given !== undefined) {
    throw new Refusal(`there is no client "${given}"; this adds it: ${add} ${given}`);
  }
  const reason = found && whyUnfit(recipe, found);
  if (reason !== undefined) {
    throw new Refusal(`--client: "${found?.client_id}" ${reason}; this adds one: ${add} ID`);
  }
  return found?.client_id;
}

/** Where nobody knows the address, a likely one stands in its place, and a note says so. */
function personOf(
  account: Account,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
  domains: readonly string[],
): RecipePerson {
  noteMailName(account, settings, terminal);
  const login = mailLogin(account, settings);
  const known = findMailboxAddress(account, settings, domains);
  const address = known ?? `${login}@${domains[0] ?? 'example.org'}`;
  if (known === undefined) {
    terminal.note(
      `postern recipe: warning: nobody knows ${account.username}'s address behind this door; put it where ${address} stands`,
    );
  }
  return { login, address, name: account.name };
}

/** What became of files that were there before. */
function describeEarlier({ path, outcome, keptAs }: WrittenFile): string | undefined {
  const told: Readonly<Record<WrittenFile['outcome'], string | undefined>> = {
    new: undefined,
    unchanged: 'is as it was',
    renewed: 'has the new secret',
    replaced: `was replaced; what stood there is kept as ${keptAs}`,
    left: 'is yours to edit and stays as it is; without --out its text is printed',
  };
  const words = told[outcome];
  return words === undefined ? undefined : `postern recipe: ${path} ${words}`;
}
