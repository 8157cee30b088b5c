// postern rules explain: what is required of a person at a client, from an address, and who asks for it.

import { isIP } from 'node:net';
import { hasSecondFactor } from '../../accounts/account.ts';
import { findLater, type Later } from '../../accounts/rules/later.ts';
import type { Demand, Reason } from '../../accounts/rules/required-factor.ts';
import { getAccount, user } from '../accounts/find-account.ts';
import { noClient } from '../clients/client-answer.ts';
import { formatDate } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { text } from '../frame/options.ts';
import { UsageError } from '../frame/refusals.ts';
import { toLaterJson } from './later.ts';
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
    const parts = await open();
    const { accounts, accessRules, clients } = parts;
    const account = await getAccount(accounts, input.arguments.user);
    const client = id === undefined ? undefined : await clients.find(id);
    if (id !== undefined && !(await clients.isKnown(id))) {
      throw noClient(id);
    }
    const question = {
      account,
      address: () => from,
      ...(id === undefined ? {} : { client: toQuestion(id, client) }),
    };
    const { factor, reasons } = await accessRules.judge(question);
    const later = await findLater(parts, await accessRules.policy(), question);
    const hasFactor = hasSecondFactor(account);
    return {
      json: {
        factor,
        reasons: reasons.map(({ by, asks, rule }) => ({ by, factor: asks, rule: rule ?? null })),
        has_second_factor: hasFactor,
        later: toLaterJson(later),
      },
      text: [
        `${account.username}: ${demandWords[hasFactor && factor === 1 ? 2 : factor]}`,
        ...describe({ factor, reasons, hasFactor }),
        ...describeLater(later),
      ].join('\n'),
    };
  },
});

/** The account pages are a client without metadata. */
function toQuestion(id: string, client: { readonly require_factor?: 1 | 2 } | undefined) {
  const requireFactor = client?.require_factor;
  return { id, ...(requireFactor === undefined ? {} : { requireFactor }) };
}

const words = { account: 'the account', client: 'the client', request: 'the request', policy: 'the policy' };

interface Explained {
  readonly factor: Demand;
  readonly reasons: readonly Reason[];
  readonly hasFactor: boolean;
}

function describe({ factor, reasons, hasFactor }: Explained): readonly string[] {
  const asked = reasons.map(
    ({ by, asks, rule }) => `${by === 'rule' ? `the rule ${rule}` : words[by]}: ${demandWords[asks]}`,
  );
  if (hasFactor && factor !== 'deny') {
    return ['the account has a second factor: every sign-in asks for it', ...asked];
  }
  return asked.length === 0 ? ['Nobody asks for more.'] : asked;
}

function describeLater(later: Later | undefined): readonly string[] {
  return later === undefined
    ? []
    : [`the policy, from ${formatDate(later.from)} on: ${demandWords[later.factor]}`];
}
