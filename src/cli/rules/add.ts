// postern rules add: what is asked of whom, at what, and from where.

import { roles } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { listAllAccounts } from '../accounts/all-accounts.ts';
import { getAccount } from '../accounts/find-account.ts';
import { noClient } from '../clients/client-answer.ts';
import { defineCommand } from '../frame/command.ts';
import { severalChoices, text, texts } from '../frame/options.ts';
import { Refusal, UsageError } from '../frame/refusals.ts';
import { noteOpenConnections } from '../mail-services/open-connections.ts';
import { demandWords, describeSides, toRuleJson } from './rule-answer.ts';

const demands = { '1': 1, '2': 2, deny: 'deny' } as const;

export const rulesAdd = defineCommand({
  name: 'rules add',
  summary: 'Adds an access rule; the first that fits is the one that counts',
  arguments: {
    factor: {
      placeholder: '1|2|deny',
      meaning: '1: the password is enough; 2: a second step is needed; deny: nobody gets in',
      read: (given = '') => {
        const demand = Object.entries(demands).find(([word]) => word === given)?.[1];
        if (demand === undefined) {
          throw new UsageError('the first argument must be one of 1, 2, deny');
        }
        return demand;
      },
    },
  },
  options: {
    client: texts('ID', 'only for this client'),
    group: texts('GROUP', 'only for accounts of this group'),
    role: severalChoices(roles, 'only for accounts with this role'),
    user: texts('USER', 'only for this account'),
    network: texts('NETWORK', 'only from this address or network, such as 192.0.2.0/24'),
    before: text('RULE', 'id of the rule to stand before; the last one unless given'),
  },
  question: ({ arguments: { factor }, options }) =>
    isForEveryone(options)
      ? { text: `This rule holds for everyone: ${demandWords[factor]}. Add it?`, isNeeded: true }
      : undefined,
  run: async ({ arguments: { factor }, options }, { terminal, open }) => {
    const parts = await open();
    const { accounts, accessRules, clients, kicks } = parts;
    for (const id of options.client) {
      if (!(await clients.isKnown(id))) {
        throw noClient(id);
      }
    }
    const people = await Promise.all(options.user.map((typed) => getAccount(accounts, typed)));
    const rule = await accessRules.add(
      {
        demand: factor,
        clients: options.client,
        groups: options.group,
        roles: options.role,
        networks: options.network,
        accounts: people.map(({ id }) => id),
      },
      options.before,
    );
    if (rule === 'no-such-rule') {
      throw new Refusal(`there is no rule "${options.before}"`);
    }
    if (rule.demand !== 1) {
      await Promise.all(people.map(kicks.ask));
    }
    if (rule.demand !== 1 && people.length === 0) {
      await noteOpenConnections(parts, terminal);
    }
    const sides = await describeSides(rule, accounts);
    const empty = await findEmptyGroups(accounts, rule.groups);
    const nobody = empty.map((group) => ` Nobody is in the group ${group} now.`).join('');
    return {
      json: toRuleJson(rule),
      text: `Rule ${rule.id} was added: ${sides}: ${demandWords[rule.demand]}.${nobody}`,
      ...(nobody === '' ? {} : { warning: nobody.trim() }),
    };
  },
});

/** A slip in its name would go unseen for ever. */
async function findEmptyGroups(accounts: Accounts, groups: readonly string[]): Promise<readonly string[]> {
  const empty = new Set(groups);
  if (empty.size > 0) {
    for await (const account of listAllAccounts(accounts)) {
      for (const group of account.groups) {
        empty.delete(group);
      }
      if (empty.size === 0) {
        break;
      }
    }
  }
  return [...empty];
}

/** A forgotten option would ask it of everybody, or shut everybody out, administrators included. */
function isForEveryone(
  sides: Readonly<Record<'client' | 'group' | 'role' | 'user' | 'network', readonly string[]>>,
): boolean {
  return [sides.client, sides.group, sides.role, sides.user, sides.network].every(
    (side) => side.length === 0,
  );
}
