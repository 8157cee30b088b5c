// One access rule: for whom, at what and from where it holds, and what it asks for.

import { AppError } from '../../base/app-error.ts';
import { randomId } from '../../base/random-ids.ts';
import { isInNetworks, isNetwork } from './networks.ts';
import type { Demand, Question } from './required-factor.ts';

/** An empty list leaves its side open: a rule of empty lists holds for everyone, everywhere. */
export interface Rule {
  readonly id: string;
  readonly clients: readonly string[];
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  /** Addresses and networks in CIDR form. */
  readonly networks: readonly string[];
  /** Ids of accounts. */
  readonly accounts: readonly string[];
  readonly demand: Demand;
}

export type NewRule = Partial<Omit<Rule, 'id' | 'demand'>> & Pick<Rule, 'demand'>;

/** Throws `AppError('bad-request')` that names what is wrong. */
export function readNewRule({ demand, ...sides }: NewRule): Rule {
  const { clients = [], groups = [], roles = [], networks = [], accounts = [] } = sides;
  const malformed = networks.find((network) => !isNetwork(network));
  if (malformed !== undefined) {
    const detail = 'network must be an IP address or a network such as 10.0.0.0/8';
    throw new AppError('bad-request', { detail });
  }
  return { id: randomId(), clients, groups, roles, networks, accounts, demand };
}

/** Whether every side that the rule names fits. */
export function matches(rule: Rule, { account, client, address }: Question): boolean {
  return (
    fits(rule.clients, client === undefined ? [] : [client.id]) &&
    fits(rule.groups, account.groups) &&
    fits(rule.roles, account.roles) &&
    fits(rule.accounts, [account.id]) &&
    (rule.networks.length === 0 || (address !== undefined && isInNetworks(rule.networks, address)))
  );
}

function fits(named: readonly string[], found: readonly string[]): boolean {
  return named.length === 0 || found.some((value) => named.includes(value));
}
