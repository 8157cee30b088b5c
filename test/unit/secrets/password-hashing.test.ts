// Password hashing: agrees with the reference implementation, costs the same for nobody, and never stops the event loop.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, describe, test } from 'node:test';
import { AppError } from '../../../src/base/app-error.ts';
import { createPasswordHasher, type PasswordHasher } from '../../../src/secrets/password-hashing.ts';

const cheap = { passwordCost: { memoryKiB: 64, passes: 1 }, passwordQueue: 100 };
const middling = { passwordCost: { memoryKiB: 16_384, passes: 1 }, passwordQueue: 8 };
const dear = { passwordCost: { memoryKiB: 65_536, passes: 4 }, passwordQueue: 2 };
const isTooBusy = (error: unknown): boolean => error instanceof AppError && error.code === 'too-busy';

const open: PasswordHasher[] = [];
const makeHasher: typeof createPasswordHasher = (settings, limits) => {
  const hasher = createPasswordHasher(settings, limits);
  open.push(hasher);
  return hasher;
};
after(() => Promise.all(open.map((hasher) => hasher.close())));

describe('hashes made by the reference implementation (the argon2 program)', () => {
  const vectors: readonly (readonly [password: string, phc: string])[] = [
    [
      'password',
      '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$K13EBUiG7JV+9ZxztmHFTdb7J0WQsnj2V8bZaqyPptE',
    ],
    [
      'pässwörd €',
      '$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$fenf0K2UXDOZC4aOQINBGO8ZnHo8RWeH7GvPYA+uEPU',
    ],
    ['p4', '$argon2id$v=19$m=8192,t=1,p=4$YWJjZGVmZ2gxMjM0NTY3OA$LSJ1jdFJE6LP5nPEZrt961K87dGJ6hUc'],
    ['x'.repeat(120), '$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$j+BY4MT0caixfsQVsClFiA'],
  ];
  for (const [password, phc] of vectors) {
    test(`verify: ${phc.slice(0, 34)}`, async () => {
      const hasher = makeHasher(cheap);
      assert.equal(await hasher.verify(password, phc), true);
      assert.equal(await hasher.verify(`${password} `, phc), false);
    });
  }
});

describe('a password', () => {
  const hasher = makeHasher(cheap);

  test('is hashed with a salt of its own', async () => {
    const [one, two] = await Promise.all([hasher.hash('same'), hasher.hash('same')]);
    assert.match(one ?? '', /^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    assert.notEqual(one, two);
    assert.equal(await hasher.verify('same', two ?? ''), true);
  });

  test('is taken whole: the last byte of 300 counts, and so does a NUL', async () => {
    const long = 'ü'.repeat(149);
    assert.equal(await hasher.verify(`${long}ab`, await hasher.hash(`${long}aa`)), false);
    assert.equal(await hasher.verify('before\0after', await hasher.hash('before\0')), false);
  });

  test('keeps its case and its spaces', async () => {
    const phc = await hasher.hash(' Secret ');
    for (const other of [' secret ', 'Secret', ' Secret']) {
      assert.equal(await hasher.verify(other, phc), false);
    }
  });

  test('is the same however the keyboard composes its characters', async () => {
    assert.equal(await hasher.verify('cafe\u0301', await hasher.hash('caf\u00e9')), true);
    assert.equal(await hasher.verify('ﬁ', await hasher.hash('fi')), false);
  });

  test('may be empty where the caller allows it', async () => {
    const phc = await hasher.hash('');
    assert.equal(await hasher.verify('', phc), true);
    assert.equal(await hasher.verify(' ', phc), false);
  });

  test('is not compared with a text that is no hash', async () => {
    await assert.rejects(async () => hasher.verify('x', 'not a hash'), /not an Argon2id PHC string/);
  });
});

describe('the cost', () => {
  test('that changed is noticed in either direction, at every parameter', async () => {
    const hasher = makeHasher({ passwordCost: { memoryKiB: 128, passes: 2 }, passwordQueue: 1 });
    const current = await hasher.hash('x');
    assert.equal(hasher.needsRehash(current), false);
    for (const other of [
      current.replace('m=128', 'm=64'),
      current.replace('m=128', 'm=256'),
      current.replace('t=2', 't=1'),
      current.replace('p=1', 'p=2'),
      current.replace(/\$[^$]+\$([^$]+)$/, '$c29tZXNhbHQ$$$1'),
    ]) {
      assert.equal(hasher.needsRehash(other), true, other);
    }
  });

  test('of verifying nothing is the cost of verifying, and it is never right', async () => {
    const hasher = makeHasher({ passwordCost: { memoryKiB: 16_384, passes: 2 }, passwordQueue: 10 });
    const phc = await hasher.hash('right');
    assert.equal(await hasher.verifyNothing('right'), false);
    const times: Record<'real' | 'nothing', number[]> = { real: [], nothing: [] };
    for (let round = 0; round < 15; round += 1) {
      times.real.push(await duration(() => hasher.verify('wrong', phc)));
      times.nothing.push(await duration(() => hasher.verifyNothing('wrong')));
    }
    const ratio = Math.min(...times.nothing) / Math.min(...times.real);
    assert.ok(ratio > 0.7 && ratio < 1.4, `nothing costs ${ratio} times a verification`);
  });

  test('of a hash of before the cost was raised, the present cost is spent as well', async () => {
    const before = makeHasher({ passwordCost: { memoryKiB: 8192, passes: 1 }, passwordQueue: 10 });
    const now = makeHasher({ passwordCost: { memoryKiB: 32_768, passes: 3 }, passwordQueue: 10 });
    const phc = await before.hash('right');
    assert.equal(await now.verify('right', phc), true);
    assert.equal(await now.verify('wrong', phc), false);
    const times = { old: 0, nothing: 0 };
    for (let round = 0; round < 12; round += 1) {
      times.old += await workOf(() => now.verify('wrong', phc));
      times.nothing += await workOf(() => now.verifyNothing('wrong'));
    }
    const ratio = times.old / times.nothing;
    assert.ok(ratio > 0.85 && ratio < 1.2, `an old hash costs ${ratio} times nothing`);
  });
});

describe('under load', () => {
  test('more than may wait are refused as too busy, and the others are served', async () => {
    const hasher = makeHasher(dear, { threads: 1 });
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => hasher.hash('x')));
    assert.deepEqual(
      all.map((one) => one.status),
      ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected'],
    );
    assert.ok(all.every((one) => one.status === 'fulfilled' || isTooBusy(one.reason)));
  });

  test('mail servers have half of the places: our own pages find room while they ask for more', async () => {
    const hasher = makeHasher(middling, { threads: 1 });
    const servers = Array.from({ length: 20 }, () => hasher.forServers.verifyNothing('x'));
    const people = Array.from({ length: 5 }, () => hasher.verifyNothing('x'));
    const count = async (all: readonly Promise<unknown>[]) =>
      (await Promise.allSettled(all)).filter(({ status }) => status === 'fulfilled').length;
    // One at work and four that wait; of the people the fifth finds all places taken.
    assert.deepEqual(await Promise.all([count(servers), count(people)]), [5, 4]);
    assert.equal(await hasher.forServers.verifyNothing('x'), false);
  });

  test('a person waits for one password of a mail server, not for all that came before', async () => {
    const hasher = makeHasher({ ...middling, passwordQueue: 20 }, { threads: 1 });
    const order: string[] = [];
    const note = (what: string) => () => void order.push(what);
    const all = Array.from({ length: 6 }, () => hasher.forServers.verifyNothing('x').then(note('server')));
    all.push(hasher.verifyNothing('x').then(note('person')));
    await Promise.all(all);
    assert.ok(order.indexOf('person') <= 2, order.join());
  });

  test('what is known to be refused takes as long as a check at present, without one', async () => {
    const hasher = makeHasher(middling, { threads: 1 });
    const run = (work: () => Promise<unknown>) =>
      duration(() => Promise.all(Array.from({ length: 8 }, work)));
    const checkMs = await run(() => hasher.verifyNothing('x'));
    const waitMs = await run(() => hasher.waitLikeACheck());
    assert.ok(waitMs > checkMs * 0.6, `${waitMs} for ${checkMs}`);
    const work = await workOf(() => run(() => hasher.waitLikeACheck()));
    assert.ok(work < checkMs / 2, `${work} of work for ${checkMs}`);
  });

  test('who waited too long is refused, and who is at work is not', async () => {
    const hasher = makeHasher(dear, { threads: 1, waitMs: 5 });
    const [first, second] = await Promise.allSettled([hasher.hash('x'), hasher.hash('y')]);
    assert.equal(first?.status, 'fulfilled');
    assert.ok(second?.status === 'rejected' && isTooBusy(second.reason));
    assert.match(await hasher.hash('z'), /^\$argon2id/);
  });

  test('the event loop goes on while passwords are hashed', async () => {
    const hasher = makeHasher(dear, { threads: 1 });
    await hasher.hash('warm');
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 2);
    await hasher.hash('x');
    clearInterval(timer);
    assert.ok(turns >= 5, `only ${turns} turns`);
  });
});

test('closing refuses what waits and what comes later', async () => {
  const hasher = createPasswordHasher(dear, { threads: 1 });
  const jobs = Promise.allSettled([hasher.hash('at work'), hasher.hash('waiting')]);
  await hasher.close();
  assert.deepEqual(
    (await jobs).map((job) => job.status),
    ['rejected', 'rejected'],
  );
  await assert.rejects(hasher.hash('late'), isTooBusy);
});

test('a process ends by itself after its last hash, and not before', () => {
  const script = `
    import { createPasswordHasher } from ${JSON.stringify(import.meta.resolve('../../../src/secrets/password-hashing.ts'))};
    const hasher = createPasswordHasher({ passwordCost: { memoryKiB: 64, passes: 1 }, passwordQueue: 1 });
    console.log(await hasher.hash('x'));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.equal(stderr, '');
  assert.equal(status, 0);
  assert.match(stdout, /^\$argon2id\$/);
});

async function duration(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds of all threads: unlike the time that passes, the same on a busy machine. */
async function workOf(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
