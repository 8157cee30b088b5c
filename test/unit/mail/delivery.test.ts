// The end of a delivery: the mail under way is waited for, but not for ever, and no other is begun.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startDelivery } from '../../../src/mail/delivery.ts';
import type { Outbox } from '../../../src/mail/outbox.ts';
import type { TakenMail } from '../../../src/mail/waiting-mails.ts';
import { quietLog } from '../../support/engines.ts';
import { until } from '../../support/until.ts';

/** An outbox that is never empty. */
function createFullOutbox() {
  const forgotten: string[] = [];
  let taken = 0;
  const mail = { to: 'alice@example.test', subject: 'subject', text: 'text', html: 'html' };
  const waiting = {
    add: async () => {},
    take: async (): Promise<TakenMail> => {
      taken += 1;
      return { id: `mail ${taken}`, mail, tries: 1, isLast: false };
    },
    forget: async (id: string) => void forgotten.push(id),
  };
  const outbox: Outbox = { canSend: true, put: async () => {}, onPut: () => () => {}, waiting };
  return { outbox, forgotten, taken: () => taken };
}

test('four mails are under way at once, and a stop waits for them and takes no more', async () => {
  const { outbox, forgotten, taken } = createFullOutbox();
  const sent = Promise.withResolvers<void>();
  const delivery = startDelivery({ outbox, log: quietLog, send: () => sent.promise });
  await until(() => taken() === 4, 'four mails');
  await wait(50);
  assert.equal(taken(), 4);
  const stopping = delivery.stop();
  sent.resolve();
  await stopping;
  assert.equal(forgotten.length, 4);
  await wait(50);
  assert.equal(taken(), 4);
});

test('a stop waits five seconds for a gateway that hangs', async () => {
  const { outbox } = createFullOutbox();
  const delivery = startDelivery({ outbox, log: quietLog, send: () => new Promise(() => {}) });
  await wait(10);
  const begin = performance.now();
  await delivery.stop();
  const took = performance.now() - begin;
  assert.ok(took > 4900 && took < 20_000, `${took} ms`);
});

test('without a gateway nothing is taken', async () => {
  const { outbox, taken } = createFullOutbox();
  const delivery = startDelivery({ outbox, log: quietLog, send: undefined });
  await delivery.stop();
  assert.equal(taken(), 0);
});
