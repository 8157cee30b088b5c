// An access rule as the command line shows it.

import type { Accounts } from '../../accounts/accounts.ts';
import type { Rule } from '../../accounts/rules/rule.ts';

export interface RuleJson {
  readonly [field: string]: string | number | readonly string[];
  readonly factor: 1 | 2 | 'deny';
}

export function toRuleJson({ id, clients, groups, roles, networks, accounts, demand }: Rule): RuleJson {
  return { id, clients, groups, roles, networks, accounts, factor: demand };
}

export const demandWords = { 1: 'the password', 2: 'a second step', deny: 'nobody gets in' } as const;

/** For whom it holds, in words; accounts by their names where they still exist. */
export async function describeSides(rule: Rule, accounts: Pick<Accounts, 'findById'>): Promise<string> {
  const people = await Promise.all(
    rule.accounts.map(async (id) => (await accounts.findById(id))?.username ?? id),
  );
  const sides = [
    ['client', rule.clients],
    ['group', rule.groups],
    ['role', rule.roles],
    ['user', people],
    ['from', rule.networks],
  ] as const;
  const named = sides.filter(([, values]) => values.length > 0);
  return named.map(([side, values]) => `${side} ${values.join(' or ')}`).join(', ') || 'everyone';
}
