// The outbox on both stores: sealed, sent once by whoever is first, and patient while the gateway is away.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createLog } from '../../../src/base/log.ts';
import { startDelivery } from '../../../src/mail/delivery.ts';
import { createOutbox } from '../../../src/mail/outbox.ts';
import type { SendMail } from '../../../src/mail/smtp.ts';
import { pauseAfter } from '../../../src/mail/waiting-mails.ts';
import { createSealer } from '../../../src/secrets/sealing.ts';
import type { Store } from '../../../src/store/store.ts';
import { createMovedClock, testSealer } from '../../support/accounts.ts';
import { forEachStore, quietLog } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import { findHeader } from '../../support/read-mail.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const settings = {
  smtp: { host: '127.0.0.1', port: 25, tls: 'none' },
  mailFrom: { address: 'postern@example.test' },
} as const;
const mail = {
  to: 'alice@example.test',
  subject: 'a moonlit subject',
  text: 'moonlit text',
  html: '<p>moonlit',
};
const hourMs = 3_600_000;

function openOutbox(store: Store, clock = createMovedClock(), sealer = testSealer) {
  const lines: string[] = [];
  const log = createLog({ level: 'info', clock, write: (line) => lines.push(line) });
  const outbox = createOutbox({ store, sealer, clock, log, settings });
  /** What a process does at once when it starts; answers how many mails it tried. */
  const tick = async (send: SendMail): Promise<number> => {
    let tries = 0;
    const delivery = startDelivery({
      outbox,
      log,
      send: (id, content) => {
        tries += 1;
        return send(id, content);
      },
    });
    await delivery.stop();
    return tries;
  };
  return { outbox, clock, log, lines, tick };
}

const takes: SendMail = async () => {};
const refuses: SendMail = async () => {
  throw Object.assign(new Error('no route to alice@example.test'), { code: 'ECONNREFUSED' });
};

forEachStore((_engine, openTestStore, makeTarget) => {
  test('thirty workers send each of forty mails once', async () => {
    const clock = createMovedClock();
    const store = await openTestStore({ clock });
    const { outbox } = openOutbox(store, clock);
    const ids = Array.from({ length: 40 }, (_, index) => `mail ${index}`);
    await Promise.all(ids.map((id) => outbox.put(id, mail)));
    const sent: string[] = [];
    const done = Promise.withResolvers<void>();
    const send: SendMail = async (id) => {
      sent.push(id);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      if (sent.length >= ids.length) {
        done.resolve();
      }
    };
    const workers = Array.from({ length: 30 }, () => {
      const own = openOutbox(withLatency(store), clock);
      return startDelivery({ outbox: own.outbox, send, log: quietLog });
    });
    await done.promise;
    await Promise.all(workers.map((worker) => worker.stop()));
    assert.deepEqual(sent.toSorted(), ids.toSorted());
    assert.equal(await outbox.waiting.take(), undefined);
  });

  test('the same id twice is one mail, also after it was sent', async () => {
    const clock = createMovedClock();
    const { outbox, tick } = openOutbox(await openTestStore({ clock }), clock);
    await Promise.all([outbox.put('one', mail), outbox.put('one', mail), outbox.put('one', mail)]);
    assert.equal(await tick(takes), 1);
    assert.equal(await tick(takes), 0);
    await outbox.put('one', mail);
    assert.equal(await tick(takes), 0);
  });

  test('what is put is on its way at once', async () => {
    const { outbox } = openOutbox(await openTestStore());
    const sent = Promise.withResolvers<string>();
    const delivery = startDelivery({ outbox, log: quietLog, send: async (id) => sent.resolve(id) });
    await outbox.put('now', mail);
    assert.equal(await sent.promise, 'now');
    await delivery.stop();
  });

  test('while the gateway is away mail waits with growing pauses, and goes out when it is back', async () => {
    const clock = createMovedClock();
    const { outbox, tick, lines } = openOutbox(await openTestStore({ clock }), clock);
    await outbox.put('patient', mail);
    for (let tries = 1; tries <= 10; tries += 1) {
      assert.equal(await tick(refuses), 1, `try ${tries}`);
      clock.advance(pauseAfter(tries) - 1);
      assert.equal(await tick(refuses), 0, `before try ${tries + 1}`);
      clock.advance(1);
    }
    assert.deepEqual([1, 2, 9, 10].map(pauseAfter), [60_000, 120_000, 4 * hourMs, 4 * hourMs]);
    assert.equal(await tick(takes), 1);
    clock.advance(24 * hourMs);
    assert.equal(await tick(takes), 0);
    assert.ok(lines.length > 0 && lines.every((line) => !/alice|moonlit/.test(line)));
  });

  test('after three days it is given up, with a warning and without its content', async () => {
    const clock = createMovedClock();
    const store = await openTestStore({ clock });
    const { outbox, tick, lines } = openOutbox(store, clock);
    await outbox.put('hopeless', mail);
    clock.advance(72 * hourMs - 1);
    assert.equal(await tick(refuses), 1);
    clock.advance(4 * hourMs);
    assert.equal(await tick(refuses), 1);
    assert.ok(lines.some((line) => JSON.parse(line).level === 'warn' && line.includes('hopeless')));
    clock.advance(4 * hourMs);
    assert.equal(await tick(takes), 0);
    const { documents } = await store.collection('outbox').page({ limit: 10 });
    assert.ok(documents.every((document) => !('sealed' in document)));
  });

  test('whoever has only the store reads no mail, and a sealed one opens in its own place only', async () => {
    const clock = createMovedClock();
    const store = await openTestStore({ clock });
    const { outbox, tick } = openOutbox(store, clock);
    await outbox.put('secret', mail);
    const { documents } = await store.collection('outbox').page({ limit: 10 });
    assert.equal(documents.length, 1);
    assert.doesNotMatch(JSON.stringify(documents), /moonlit|alice/);

    const { revision: _, ...stolen } = documents[0] ?? assert.fail();
    await store.collection('outbox').insert({ ...stolen, id: 'elsewhere' });
    assert.equal(await tick(takes), 1, 'the copy is not sent');
    const foreign = openOutbox(store, clock, createSealer([Buffer.alloc(32, 9)]));
    await outbox.put('of another key', mail);
    assert.equal(await foreign.tick(takes), 0);
    assert.ok(foreign.lines.some((line) => JSON.parse(line).level === 'error'));
    assert.equal(await tick(takes), 0);
  });

  test('a process killed between sending and forgetting makes one duplicate, and no more', async () => {
    const clock = createMovedClock();
    const target = await makeTarget();
    const { outbox } = openOutbox(await openTestStore({ clock, target }), clock);
    const sink = await startSmtpSink();
    try {
      await outbox.put('twice at most', mail);
      const confirmed = Promise.withResolvers<void>();
      const first = startCourier(target, sink.port, clock.now());
      sink.beforeAnswer = async () => {
        first.kill('SIGKILL');
        await once(first, 'exit');
        confirmed.resolve();
      };
      await confirmed.promise;
      sink.beforeAnswer = async () => {};

      clock.advance(pauseAfter(1));
      const second = startCourier(target, sink.port, clock.now());
      const [one, other] = await sink.untilMails(2);
      assert.equal(
        findHeader(one?.headers ?? [], 'message-id'),
        findHeader(other?.headers ?? [], 'message-id'),
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      second.kill('SIGKILL');
      clock.advance(24 * hourMs);
      assert.equal(await outbox.waiting.take(), undefined);
      assert.equal(sink.mails.length, 2);
    } finally {
      await sink.stop();
    }
  });

  const hostile: readonly (readonly [string, Partial<typeof mail>])[] = [
    ['two addresses', { to: 'alice@example.test, eve@example.test' }],
    ['a name', { to: 'Alice <alice@example.test>' }],
    ['another header behind the address', { to: 'alice@example.test\r\nBcc: eve@example.test' }],
    ['an SMTP command behind the address', { to: 'alice@example.test>\r\nRCPT TO:<eve@example.test' }],
    ['a quoted local part', { to: '"eve@example.test "@example.test' }],
    ['another header behind the subject', { subject: 'Hello\r\nBcc: eve@example.test' }],
    ['a bare line feed in the subject', { subject: 'Hello\nX: y' }],
  ];
  for (const [what, change] of hostile) {
    test(`${what} is refused before it is stored`, async () => {
      const store = await openTestStore();
      const { outbox } = openOutbox(store);
      await assert.rejects(outbox.put('hostile', { ...mail, ...change }), TypeError);
      assert.deepEqual((await store.collection('outbox').page({ limit: 1 })).documents, []);
    });
  }
});

function startCourier(target: unknown, port: number, now: number) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const program = fileURLToPath(new URL('./courier.ts', import.meta.url));
  const task = JSON.stringify({ target, port, now });
  return spawn(process.execPath, [program, task], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
