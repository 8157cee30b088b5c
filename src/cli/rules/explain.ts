// postern rules explain: what is required of a person at a client, from an address, and who asks for it.

import { isIP } from 'node:net';
import type { Reason } from '../../accounts/rules/required-factor.ts';
import { getAccount, user } from '../accounts/find-account.ts';
import { noClient } from '../clients/client-answer.ts';
import { defineCommand } from '../frame/command.ts';
import { text } from '../frame/options.ts';
import { UsageError } from '../frame/refusals.ts';
import { demandWords } from './rule-answer.ts';

export const rulesExplain = defineCommand({
  name: 'rules explain',
  summary: 'Says what is required of a person, and who asks for it',
  arguments: { user },
  options: {
    client: text('ID', 'at this client'),
    from: {
      ...text('IP', 'from this address'),
      read: (given: readonly string[], name: string) => {
        const address = given.at(-1);
        if (address !== undefined && isIP(address) === 0) {
          throw new UsageError(`${name} must be an IP address`);
        }
        return address;
      },
    },
  },
  run: async (input, { open }) => {
    const { client: id, from } = input.options;
    const { accounts, accessRules, clients } = await open();
    const account = await getAccount(accounts, input.arguments.user);
    const client = id === undefined ? undefined : await clients.find(id);
    if (id !== undefined && !(await clients.isKnown(id))) {
      throw noClient(id);
    }
    const { factor, reasons } = await accessRules.judge({
      account,
      address: () => from,
      ...(id === undefined ? {} : { client: toQuestion(id, client) }),
    });
    return {
      json: {
        factor,
        reasons: reasons.map(({ by, asks, rule }) => ({ by, factor: asks, rule: rule ?? null })),
      },
      text: [`${account.username}: ${demandWords[factor]}`, ...describe(reasons)].join('\n'),
    };
  },
});

/** The account pages are a client without metadata. */
function toQuestion(id: string, client: { readonly require_factor?: 1 | 2 } | undefined) {
  const requireFactor = client?.require_factor;
  return { id, ...(requireFactor === undefined ? {} : { requireFactor }) };
}

const words = { account: 'the account', client: 'the client', request: 'the request', policy: 'the policy' };

function describe(reasons: readonly Reason[]): readonly string[] {
  return reasons.length === 0
    ? ['Nobody asks for more.']
    : reasons.map(
        ({ by, asks, rule }) => `${by === 'rule' ? `the rule ${rule}` : words[by]}: ${demandWords[asks]}`,
      );
}
