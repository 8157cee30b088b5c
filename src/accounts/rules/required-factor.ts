// How strongly a sign-in must be proven, and who asks for it (spec, "Access rules"): a pure function.

import type { Account } from '../account.ts';
import { matches, type Rule } from './rule.ts';

/** 1 = password, 2 = password and a second step, `deny` = not at all. */
export type Demand = 1 | 2 | 'deny';

/** Whether everyone must have a second factor. */
export interface Policy {
  readonly mfa: 'optional' | 'required';
  /** Milliseconds since 1970: until then enrolment can be put off. */
  readonly from?: number;
  /** The policy asks nothing of whoever has one of these roles. */
  readonly exemptRoles: readonly string[];
}

export interface Question {
  readonly account: Pick<Account, 'id' | 'kind' | 'roles' | 'groups' | 'requiredFactor'>;
  readonly client?: { readonly id: string; readonly requireFactor?: 1 | 2 };
  /** What the request itself asks for: `acr_values`, or an essential `acr` claim. */
  readonly request?: { readonly factor?: 1 | 2 };
  /** The person's own address, not that of a server between. Unknown: no rule about networks matches. */
  readonly address?: string;
  /** The address may be any where it is unknown: each rule about networks may match, and the strictest of those counts. */
  readonly isFromSomewhere?: true;
  /** In their order: the first that matches is the one that counts. */
  readonly rules: readonly Rule[];
  readonly policy: Policy;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Reason {
  readonly by: 'account' | 'client' | 'request' | 'rule' | 'policy';
  readonly asks: Demand;
  /** Which rule. */
  readonly rule?: string;
}

export interface Requirement {
  readonly factor: Demand;
  /** Everybody who asked for something, also for less than the others. */
  readonly reasons: readonly Reason[];
}

/** The highest that anybody asks for. A rule never lowers what the others ask; `deny` beats all. */
export function requiredFactor(question: Question): Requirement {
  const { account, client, request } = question;
  const asked: readonly (Reason | undefined)[] = [
    reason('account', account.requiredFactor),
    reason('client', client?.requireFactor),
    reason('request', request?.factor),
    askOfRules(question),
    askOfPolicy(question),
  ];
  const reasons = asked.filter((found) => found !== undefined);
  return { factor: highest(reasons.map(({ asks }) => asks)), reasons };
}

function askOfRules(question: Question): Reason | undefined {
  const first = question.rules.findIndex((candidate) => matches(candidate, question));
  const rule = strictest(possibleBefore(question, first)) ?? question.rules[first];
  return rule && { by: 'rule', asks: rule.demand, rule: rule.id };
}

/** With the one that surely matches, those before it that would from another address; none where the address is known. */
function possibleBefore(question: Question, first: number): readonly Rule[] {
  const { address, isFromSomewhere, rules } = question;
  if (address !== undefined || !isFromSomewhere) {
    return [];
  }
  const reached = first < 0 ? rules : rules.slice(0, first + 1);
  return reached.filter((rule) => matches({ ...rule, networks: [] }, question));
}

function strictest(rules: readonly Rule[]): Rule | undefined {
  const asks = highest(rules.map(({ demand }) => demand));
  return rules.find(({ demand }) => demand === asks);
}

/** Team mailboxes and machines have no second factor to set up: the policy is for people. */
function askOfPolicy({ account, policy, now }: Question): Reason | undefined {
  const isDue = policy.mfa === 'required' && now >= (policy.from ?? 0);
  const isExempt =
    account.kind !== 'person' || account.roles.some((role) => policy.exemptRoles.includes(role));
  return isDue && !isExempt ? { by: 'policy', asks: 2 } : undefined;
}

function reason(by: Reason['by'], asks: Demand | undefined): Reason | undefined {
  return asks === undefined ? undefined : { by, asks };
}

function highest(demands: readonly Demand[]): Demand {
  if (demands.includes('deny')) {
    return 'deny';
  }
  return demands.includes(2) ? 2 : 1;
}
