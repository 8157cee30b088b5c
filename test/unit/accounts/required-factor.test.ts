// The required factor as a table, row by row as the specification says it, and against a second, naive implementation.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Role } from '../../../src/accounts/account.ts';
import {
  type Demand,
  type Policy,
  type Question,
  type Reason,
  requiredFactor,
} from '../../../src/accounts/rules/required-factor.ts';
import { type NewRule, type Rule, readNewRule } from '../../../src/accounts/rules/rule.ts';

const now = Date.UTC(2050, 0, 1);
const person: Question['account'] = { id: 'alice', kind: 'person', roles: ['user'], groups: ['staff'] };
const optional: Policy = { mfa: 'optional', exemptRoles: ['superadmin'] };
const required: Policy = { ...optional, mfa: 'required' };

const rule = (id: string, input: NewRule): Rule => ({ ...readNewRule(input), id });
const ask = (changes: Partial<Question>): Question => ({
  account: person,
  rules: [],
  policy: optional,
  now,
  ...changes,
});

interface Row {
  readonly title: string;
  readonly question: Partial<Question>;
  readonly factor: Demand;
  readonly reasons: readonly string[];
}

const say = ({ by, asks, rule: id }: Reason): string => `${by}${id === undefined ? '' : ` ${id}`}: ${asks}`;

const table: readonly Row[] = [
  { title: 'nobody asks: the password is enough', question: {}, factor: 1, reasons: [] },
  {
    title: 'the account asks for two',
    question: { account: { ...person, requiredFactor: 2 } },
    factor: 2,
    reasons: ['account: 2'],
  },
  {
    title: 'the client asks for two',
    question: { client: { id: 'web', requireFactor: 2 } },
    factor: 2,
    reasons: ['client: 2'],
  },
  {
    title: 'the request asks for two',
    question: { request: { factor: 2 } },
    factor: 2,
    reasons: ['request: 2'],
  },
  {
    title: 'a rule for a group of the account',
    question: { rules: [rule('a', { groups: ['staff'], demand: 2 })] },
    factor: 2,
    reasons: ['rule a: 2'],
  },
  {
    title: 'a rule for another group',
    question: { rules: [rule('a', { groups: ['guests'], demand: 2 })] },
    factor: 1,
    reasons: [],
  },
  {
    title: 'a rule for a role of the account',
    question: { rules: [rule('a', { roles: ['admin', 'user'], demand: 2 })] },
    factor: 2,
    reasons: ['rule a: 2'],
  },
  {
    title: 'a rule for the account itself',
    question: { rules: [rule('a', { accounts: ['alice'], demand: 2 })] },
    factor: 2,
    reasons: ['rule a: 2'],
  },
  {
    title: 'a rule for a client, at that client',
    question: { client: { id: 'web' }, rules: [rule('a', { clients: ['web'], demand: 2 })] },
    factor: 2,
    reasons: ['rule a: 2'],
  },
  {
    title: 'a rule for a client, at another one',
    question: { client: { id: 'mail' }, rules: [rule('a', { clients: ['web'], demand: 2 })] },
    factor: 1,
    reasons: [],
  },
  {
    title: 'a rule for a client, where no client asks',
    question: { rules: [rule('a', { clients: ['web'], demand: 2 })] },
    factor: 1,
    reasons: [],
  },
  {
    title: 'a rule for a network, from inside',
    question: { address: '10.1.2.3', rules: [rule('a', { networks: ['10.0.0.0/8'], demand: 2 })] },
    factor: 2,
    reasons: ['rule a: 2'],
  },
  {
    title: 'a rule for a network, from outside',
    question: { address: '11.1.2.3', rules: [rule('a', { networks: ['10.0.0.0/8'], demand: 2 })] },
    factor: 1,
    reasons: [],
  },
  {
    title: 'a rule for a network, from an IPv4 address in its IPv6 form',
    question: { address: '::ffff:10.1.2.3', rules: [rule('a', { networks: ['10.0.0.0/8'], demand: 2 })] },
    factor: 2,
    reasons: ['rule a: 2'],
  },
  {
    title:
      'at a door, from an address that is not known: the strictest of the rules that may match, up to one that does',
    question: {
      isFromSomewhere: true,
      rules: [
        rule('a', { networks: ['10.0.0.0/8'], demand: 1 }),
        rule('b', { networks: ['11.0.0.0/8'], demand: 'deny', groups: ['board'] }),
        rule('c', { networks: ['12.0.0.0/8'], demand: 2 }),
        rule('d', { demand: 1 }),
        rule('e', { networks: ['13.0.0.0/8'], demand: 'deny' }),
      ],
    },
    factor: 2,
    reasons: ['rule c: 2'],
  },
  {
    title: 'at a door, from an address that is known: that address',
    question: {
      isFromSomewhere: true,
      address: '11.1.2.3',
      rules: [rule('a', { networks: ['10.0.0.0/8'], demand: 'deny' })],
    },
    factor: 1,
    reasons: [],
  },
  {
    title: 'a rule for one IPv6 address',
    question: { address: '2001:db8:0::7', rules: [rule('a', { networks: ['2001:db8::7'], demand: 2 })] },
    factor: 2,
    reasons: ['rule a: 2'],
  },
  {
    title: 'a rule for a network, from nobody knows where',
    question: { rules: [rule('a', { networks: ['0.0.0.0/0', '::/0'], demand: 'deny' })] },
    factor: 1,
    reasons: [],
  },
  {
    title: 'every side that a rule names has to fit',
    question: { rules: [rule('a', { groups: ['staff'], roles: ['admin'], demand: 2 })] },
    factor: 1,
    reasons: [],
  },
  {
    title: 'a rule without sides holds for everyone',
    question: { rules: [rule('a', { demand: 2 })] },
    factor: 2,
    reasons: ['rule a: 2'],
  },
  {
    title: 'the first rule that fits wins: the stricter one after it is not read',
    question: {
      address: '10.1.2.3',
      rules: [rule('office', { networks: ['10.0.0.0/8'], demand: 1 }), rule('rest', { demand: 'deny' })],
    },
    factor: 1,
    reasons: ['rule office: 1'],
  },
  {
    title: 'a rule never lowers what the client asks',
    question: { client: { id: 'web', requireFactor: 2 }, rules: [rule('a', { demand: 1 })] },
    factor: 2,
    reasons: ['client: 2', 'rule a: 1'],
  },
  {
    title: 'a rule never lowers what the policy asks',
    question: { policy: required, rules: [rule('a', { demand: 1 })] },
    factor: 2,
    reasons: ['rule a: 1', 'policy: 2'],
  },
  {
    title: 'deny beats all',
    question: {
      account: { ...person, requiredFactor: 2 },
      client: { id: 'web', requireFactor: 2 },
      policy: required,
      rules: [rule('a', { groups: ['staff'], demand: 'deny' })],
    },
    factor: 'deny',
    reasons: ['account: 2', 'client: 2', 'rule a: deny', 'policy: 2'],
  },
  { title: 'the policy', question: { policy: required }, factor: 2, reasons: ['policy: 2'] },
  {
    title: 'the policy, a moment before its date',
    question: { policy: { ...required, from: now + 1 } },
    factor: 1,
    reasons: [],
  },
  {
    title: 'the policy, on its date',
    question: { policy: { ...required, from: now } },
    factor: 2,
    reasons: ['policy: 2'],
  },
  {
    title: 'an optional policy with a date asks nothing',
    question: { policy: { ...optional, from: 0 } },
    factor: 1,
    reasons: [],
  },
  {
    title: 'the policy and an exempt role',
    question: { account: { ...person, roles: ['user', 'superadmin'] }, policy: required },
    factor: 1,
    reasons: [],
  },
  {
    title: 'an exempt role lifts only the policy: a rule still asks',
    question: {
      account: { ...person, roles: ['superadmin'] },
      policy: required,
      rules: [rule('a', { roles: ['superadmin'], demand: 2 })],
    },
    factor: 2,
    reasons: ['rule a: 2'],
  },
  {
    title: 'an exempt role lifts only the policy: the client still asks',
    question: {
      account: { ...person, roles: ['superadmin'] },
      policy: required,
      client: { id: 'web', requireFactor: 2 },
    },
    factor: 2,
    reasons: ['client: 2'],
  },
  {
    title: 'the policy and a shared mailbox',
    question: { account: { ...person, kind: 'shared' }, policy: required },
    factor: 1,
    reasons: [],
  },
  {
    title: 'the policy and a machine',
    question: { account: { ...person, kind: 'device' }, policy: required },
    factor: 1,
    reasons: [],
  },
  {
    title: 'a rule binds a machine as well',
    question: {
      account: { ...person, kind: 'device' },
      policy: required,
      rules: [rule('a', { groups: ['staff'], demand: 'deny' })],
    },
    factor: 'deny',
    reasons: ['rule a: deny'],
  },
];

for (const { title, question, factor, reasons } of table) {
  test(`${title} → ${factor}`, () => {
    const answer = requiredFactor(ask(question));
    assert.equal(answer.factor, factor);
    assert.deepEqual(answer.reasons.map(say), reasons);
  });
}

for (const network of ['10.0.0.0/33', '::/129', '10.0.0', 'example.org', '10.0.0.0/8/8', '10.0.0.0/', '']) {
  test(`a rule about the network "${network}" is refused`, () => {
    assert.throws(() => readNewRule({ networks: [network], demand: 2 }), /bad-request/);
  });
}

test('1,000 random questions are answered as a naive second implementation answers them', () => {
  const seen = new Map<Demand, number>();
  const random = createRandom(20_500_101);
  for (let round = 0; round < 1000; round += 1) {
    const question = makeQuestion(random);
    const { factor } = requiredFactor(question);
    assert.equal(factor, naively(question), JSON.stringify(question));
    seen.set(factor, (seen.get(factor) ?? 0) + 1);
  }
  for (const factor of [1, 2, 'deny'] as const) {
    assert.ok((seen.get(factor) ?? 0) > 100, `${factor} is among the answers often enough`);
  }
});

/** Numbers instead of lists: 0 is deny, and everything is looked at in one loop. */
function naively({ account, client, request, address, rules, policy, now: at }: Question): Demand {
  let level = 1;
  if (account.requiredFactor === 2 || client?.requireFactor === 2 || request?.factor === 2) {
    level = 2;
  }
  const isPerson = account.kind === 'person';
  if (isPerson && policy.mfa === 'required' && !(policy.from !== undefined && policy.from > at)) {
    let isExempt = false;
    for (const role of policy.exemptRoles) {
      isExempt ||= (account.roles as readonly string[]).includes(role);
    }
    level = isExempt ? level : 2;
  }
  for (const { clients, groups, roles, networks, accounts, demand } of rules) {
    // Every network of these questions is `10.N.0.0/16`.
    const isThere = networks.some((network) => address?.startsWith(network.replace('0.0/16', '')));
    if (
      (clients.length > 0 && !(client !== undefined && clients.includes(client.id))) ||
      (groups.length > 0 &&
        new Set([...groups, ...account.groups]).size === groups.length + account.groups.length) ||
      (roles.length > 0 &&
        new Set([...roles, ...account.roles]).size === roles.length + account.roles.length) ||
      (accounts.length > 0 && !accounts.includes(account.id)) ||
      (networks.length > 0 && !isThere)
    ) {
      continue;
    }
    if (demand === 'deny') {
      return 'deny';
    }
    return Math.max(level, demand) === 2 ? 2 : 1;
  }
  return level === 2 ? 2 : 1;
}

type Random = (below: number) => number;

/** Mulberry32: the same questions at every run. */
function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

function makeQuestion(random: Random): Question {
  const some = <T>(values: readonly T[], often: number): T[] => values.filter(() => random(100) < often);
  const one = <T>(values: readonly T[]): T => values[random(values.length)] as T;
  const clients = ['web', 'mail', 'bbs'];
  const groups = ['staff', 'guests', 'board'];
  const roles: Role[] = ['user', 'admin', 'superadmin'];
  const networks = ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16'];
  const factor = one([undefined, undefined, undefined, 1, 2] as const);
  const asked = one([undefined, undefined, undefined, 1, 2] as const);
  const own = one([undefined, undefined, undefined, 1, 2] as const);
  return {
    account: {
      id: one(['alice', 'bob']),
      kind: one(['person', 'person', 'shared', 'device'] as const),
      roles: some(roles, 40),
      groups: some(groups, 40),
      ...(own === undefined ? {} : { requiredFactor: own }),
    },
    ...(random(4) === 0
      ? {}
      : { client: { id: one(clients), ...(factor === undefined ? {} : { requireFactor: factor }) } }),
    request: asked === undefined ? {} : { factor: asked },
    ...(random(4) === 0 ? {} : { address: `10.${1 + random(4)}.7.${random(256)}` }),
    rules: Array.from({ length: random(5) }, () =>
      readNewRule({
        clients: some(clients, 8),
        groups: some(groups, 8),
        roles: some(roles, 8),
        networks: some(networks, 8),
        accounts: some(['alice', 'bob'], 8),
        demand: one([1, 2, 'deny'] as const),
      }),
    ),
    policy: {
      mfa: one(['optional', 'required'] as const),
      exemptRoles: some(roles, 30),
      ...(random(2) === 0 ? {} : { from: now + random(3) - 1 }),
    },
    now,
  };
}
