// Access rules and the policy from the command line: what is said, what is refused, and the order of rules.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';

const cli = createCli();
after(() => cli.close());

before(async () => {
  await cli.json(['accounts', 'add', 'alice', '--group', 'staff', '--password-stdin'], {
    stdin: 'seven lamps at noon',
  });
  await cli.json(['accounts', 'add', 'boss', '--role', 'superadmin', '--password-stdin'], {
    stdin: 'eight lamps at noon',
  });
  await cli.json(['accounts', 'add', 'printer', '--kind', 'device']);
  await cli.json(['clients', 'add', '--preset', 'native', '--id', 'mail']);
  await cli.json(['clients', 'add', '--preset', 'native', '--id', 'bank', '--require-factor', '2']);
});

const explain = async (...words: readonly string[]) => {
  const { factor, reasons } = await cli.json(['rules', 'explain', ...words]);
  return {
    factor,
    by: (reasons as { by: string; factor: unknown }[]).map(({ by, factor: asks }) => `${by} ${asks}`),
  };
};

const removeAll = async (): Promise<void> => {
  const { rules } = (await cli.json(['rules', 'list'])) as { rules: readonly { id: string }[] };
  for (const { id } of rules) {
    await cli.json(['rules', 'remove', id, '--yes']);
  }
};

test('a client that asks for a second step says so, and is explained', async () => {
  assert.equal((await cli.json(['clients', 'show', 'bank'])).require_factor, 2);
  assert.equal((await cli.json(['clients', 'show', 'mail'])).require_factor, undefined);
  assert.match((await cli.run(['clients', 'show', 'bank'])).stdout, /Needs a second step +yes/);
  assert.deepEqual(await explain('alice', '--client', 'bank'), { factor: 2, by: ['client 2'] });
  assert.deepEqual(await explain('alice', '--client', 'mail'), { factor: 1, by: [] });
  assert.equal(
    (await cli.run(['rules', 'explain', 'alice'])).stdout,
    'alice: the password\nNobody asks for more.\n',
  );
});

test('who has a second factor is asked for it, though nobody else asks', async () => {
  await cli.json(['accounts', 'add', 'zoe', '--password-stdin'], { stdin: 'nine lamps at noon' });
  await cli.json(['otp', 'enrol', 'zoe']);
  const { factor, has_second_factor: hasFactor } = await cli.json(['rules', 'explain', 'zoe']);
  assert.deepEqual([factor, hasFactor], [1, true]);
  assert.equal(
    (await cli.run(['rules', 'explain', 'zoe'])).stdout,
    'zoe: a second step\nthe account has a second factor: every sign-in asks for it\n',
  );
  await cli.json(['accounts', 'delete', 'zoe', '--yes']);
});

for (const [demand, words] of [
  ['2', 'a second step'],
  ['deny', 'nobody gets in'],
] as const) {
  test(`rules add ${demand} without a condition is asked about, and needs --yes where nobody can answer`, async () => {
    const add = ['rules', 'add', demand];
    const question = `This rule holds for everyone: ${words}. Add it?`;
    const alone = await cli.run(add);
    assert.equal(alone.code, 2);
    const line = `postern rules add: --yes is missing, and there is no terminal to ask on: ${question}`;
    assert.equal(alone.stderr, `${line}\n`);
    const refused = await cli.run(add, { answers: ['n'] });
    assert.deepEqual([refused.code, refused.stderr.includes(question)], [1, true]);
    assert.deepEqual((await cli.json(['rules', 'list'])).rules, []);
    assert.equal((await cli.run(add, { answers: ['y'] })).code, 0);
    assert.equal((await cli.json([...add, '--yes'])).factor, demand === '2' ? 2 : demand);
    await removeAll();
    const narrow = await cli.run([...add, '--group', 'staff'], { answers: [] });
    assert.deepEqual([narrow.code, narrow.stderr], [0, '']);
    await removeAll();
  });
}

test('a policy with a date is told before it holds: of one person, and of everybody', async () => {
  await cli.json(['mfa', 'required', '--from', '2999-01-31']);
  const { factor, later } = await cli.json(['rules', 'explain', 'alice']);
  assert.deepEqual([factor, later], [1, { from: '2999-01-31T00:00:00.000Z', factor: 2 }]);
  assert.equal((await cli.json(['rules', 'explain', 'boss'])).later, null);
  assert.equal((await cli.json(['rules', 'explain', 'alice', '--client', 'bank'])).later, null);
  const from = 'from 31 Jan 2999, 00:00 UTC';
  const told = (await cli.run(['rules', 'explain', 'alice'])).stdout;
  assert.ok(told.endsWith(`\nthe policy, ${from} on: a second step\n`), told);
  const report = (await cli.run(['report', 'mfa'])).stdout;
  assert.match(report, new RegExp(`^alice +active +1, 2 ${from}  `, 'm'));
  assert.match(report, /^boss +active +1 /m);
  assert.match(
    (await cli.run(['mfa'])).stdout,
    new RegExp(`everyone \\(not of: superadmin\\) ${from} on\\.\n$`),
  );
  await cli.json(['mfa', 'optional']);
});

test('a date that is past holds from now, and that is said', async () => {
  const { stdout } = await cli.run(['mfa', 'required', '--from', '2020-01-01']);
  assert.match(
    stdout,
    /everyone \(not of: superadmin\)\. The date 1 Jan 2020, 00:00 UTC is past: it holds from now\.\n$/,
  );
  assert.match((await cli.run(['mfa'])).stdout, /everyone \(not of: superadmin\)\.\n$/, 'once');
  await cli.json(['mfa', 'optional']);
});

test('rules are added with all their sides, listed in their order, and removed', async () => {
  const last = await cli.json(['rules', 'add', 'deny', '--user', 'alice', '--client', 'mail']);
  const words = ['rules', 'add', '1', '--network', '192.0.2.0/24', '--group', 'staff', '--role', 'user'];
  const first = await cli.json([...words, '--before', String(last.id)]);
  assert.deepEqual(
    { ...first, id: '' },
    {
      id: '',
      clients: [],
      groups: ['staff'],
      roles: ['user'],
      networks: ['192.0.2.0/24'],
      accounts: [],
      factor: 1,
    },
  );
  assert.deepEqual((await cli.json(['rules', 'list'])).rules, [first, last]);
  const { stdout } = await cli.run(['rules', 'list']);
  assert.match(stdout, /group staff, role user, from 192\.0\.2\.0\/24 +the password +\S+\n/);
  assert.match(stdout, /client mail, user alice +nobody gets in +\S+\n/);

  assert.deepEqual(await explain('alice', '--client', 'mail'), { factor: 'deny', by: ['rule deny'] });
  assert.deepEqual(await explain('alice', '--client', 'mail', '--from', '192.0.2.7'), {
    factor: 1,
    by: ['rule 1'],
  });
  assert.deepEqual(await explain('boss', '--client', 'mail'), { factor: 1, by: [] });
  const told = await cli.run(['rules', 'explain', 'alice', '--client', 'mail']);
  assert.equal(told.stdout, `alice: nobody gets in\nthe rule ${last.id}: nobody gets in\n`);

  await removeAll();
  assert.match((await cli.run(['rules', 'list'])).stdout, /No access rules/);
});

test('what cannot be is refused and changes nothing', async () => {
  const refusals: readonly [readonly string[], number, RegExp][] = [
    [['rules', 'add'], 2, /1\|2\|deny is missing/],
    [['rules', 'add', '3'], 2, /one of 1, 2, deny/],
    [['rules', 'add', '2', '--role', 'king'], 2, /--role must be one of/],
    [['rules', 'add', '2', '--network', '10.0.0.0/33'], 1, /network must be an IP address/],
    [['rules', 'add', '2', '--client', 'nobody'], 1, /no client "nobody"/],
    [['rules', 'add', '2', '--user', 'nobody'], 1, /no account "nobody"/],
    [['rules', 'add', '2', '--before', 'nothing', '--yes'], 1, /no rule "nothing"/],
    [['rules', 'remove', 'nothing', '--yes'], 1, /no rule "nothing"/],
    [['rules', 'explain', 'nobody'], 1, /no account "nobody"/],
    [['rules', 'explain', 'alice', '--client', 'nobody'], 1, /no client "nobody"/],
    [['rules', 'explain', 'alice', '--from', 'here'], 2, /--from must be an IP address/],
    [['mfa', 'perhaps'], 2, /required or optional/],
    [['mfa', 'required', '--from', 'tomorrow'], 2, /--from must be a date/],
    [['mfa', 'required', '--from', '2050-02-30'], 2, /--from must be a date/],
    [['mfa', 'required', '--from', '2050-01-01T08:00'], 2, /--from must be a date/],
    [['mfa', 'optional', '--from', '2050-01-01'], 2, /--from goes with required/],
    [['mfa', '--from', '2050-01-01'], 2, /--from goes with required/],
    [
      ['clients', 'add', '--preset', 'native', '--id', 'x', '--require-factor', '3'],
      2,
      /--require-factor must/,
    ],
  ];
  for (const [words, code, line] of refusals) {
    const result = await cli.run(words);
    assert.equal(result.code, code, words.join(' '));
    assert.match(result.stderr, line);
    assert.equal(result.stderr.trimEnd().split('\n').length, 1);
  }
  assert.deepEqual((await cli.json(['rules', 'list'])).rules, []);
  assert.equal((await cli.json(['mfa'])).mfa, 'optional');
});

test('the policy is required at once, from a date on, or optional again; exempt roles and machines stand outside', async () => {
  assert.deepEqual(await cli.json(['mfa', 'required']), {
    mfa: 'required',
    from: null,
    exempt_roles: ['superadmin'],
  });
  assert.deepEqual(await explain('alice'), { factor: 2, by: ['policy 2'] });
  assert.deepEqual(await explain('boss'), { factor: 1, by: [] });
  assert.deepEqual(await explain('printer'), { factor: 1, by: [] });

  const later = await cli.json(['mfa', 'required', '--from', '2999-01-31']);
  assert.equal(later.from, '2999-01-31T00:00:00.000Z');
  assert.deepEqual(await explain('alice'), { factor: 1, by: [] });
  const zoned = await cli.json(['mfa', 'required', '--from', '2026-01-31T08:00:00+01:00']);
  assert.equal(zoned.from, '2026-01-31T07:00:00.000Z');
  assert.deepEqual(await explain('alice'), { factor: 2, by: ['policy 2'] });

  assert.equal((await cli.run(['mfa', 'optional'])).stdout, 'A second factor is optional.\n');
  assert.deepEqual(await explain('alice'), { factor: 1, by: [] });
});

test('the settings say the policy until the command has', async () => {
  const fresh = createCli();
  const env = { POSTERN_MFA: 'required', POSTERN_MFA_EXEMPT_ROLES: 'none' };
  assert.deepEqual(await fresh.json(['mfa'], { env }), { mfa: 'required', from: null, exempt_roles: [] });
  await fresh.json(['mfa', 'optional'], { env });
  assert.equal((await fresh.json(['mfa'], { env })).mfa, 'optional');
  fresh.close();
});

test('the report tells of every account its factors, its devices and what is required', async () => {
  await cli.json(['otp', 'enrol', 'boss']);
  await cli.json(['rules', 'add', '2', '--group', 'staff']);
  const { accounts } = (await cli.json(['report', 'mfa'])) as {
    accounts: readonly Record<string, unknown>[];
  };
  assert.deepEqual(
    accounts.map(({ username, kind, required_factor, factors, devices }) => [
      username,
      kind,
      required_factor,
      (factors as { kind: string; confirmed: boolean }[]).map(({ kind: type, confirmed }) => [
        type,
        confirmed,
      ]),
      devices,
    ]),
    [
      ['alice', 'person', 2, [], []],
      ['boss', 'person', 1, [['totp', false]], []],
      ['printer', 'device', 1, [], []],
    ],
  );
  assert.match((await cli.run(['report', 'mfa'])).stdout, /alice +active +2 +0 +0 +0 +0 +0\n/);
  await removeAll();
});
