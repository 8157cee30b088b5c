// The real program before a policy's date: whoever has no second step is told so by mail, once, over restarts and processes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { requirePrograms } from '../support/components.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import { openWorld, type World } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const dayMs = 24 * 60 * 60 * 1000;
let sink: SmtpSink;
let world: World;

before(async () => {
  sink = await startSmtpSink();
  const env = { POSTERN_SMTP_URL: sink.url, POSTERN_MAIL_FROM: 'Postern <postern@example.test>' };
  world = await openWorld({ env });
  await sink.untilMails(1);
  for (const [name, ...rest] of [['bob'], ['carol', '--locale', 'de'], ['boss', '--role', 'superadmin']]) {
    const words = ['accounts', 'add', name ?? '', '--email', `${name}@example.test`, ...rest];
    await world.postern.cliJson([...words, '--password-stdin'], { stdin: 'eight green lamps at noon' });
  }
});
after(async () => {
  await world?.close();
  await sink?.stop();
});

const reminders = () =>
  sink.mails
    .filter(({ text }) => text.includes('/account/enrol'))
    .map(({ to, subject }) => `${to} ${subject}`);

test('ten days before, who has no second step is told when and where, and nobody else', {
  skip,
}, async () => {
  const from = new Date(Date.now() + 10 * dayMs).toISOString().slice(0, 10);
  await world.postern.cliJson(['mfa', 'required', '--from', from]);
  const count = sink.mails.length;
  await world.postern.restart();
  await sink.untilMails(count + 2);
  assert.deepEqual(reminders().toSorted(), [
    'bob@example.test Postern: 10 days left to set up a second step',
    'carol@example.test Postern: Noch 10 Tage, um den zweiten Schritt einzurichten',
  ]);
  const told = sink.mails.find(({ to }) => to.includes('bob@example.test'));
  assert.ok(told?.text.split('\n').includes(`${world.postern.issuer}/account/enrol`), told?.text);
  assert.match(told?.text ?? '', /^From \d+ \w+ \d{4}, 00:00 UTC on, signing in takes a second step/m);
});

test('another start tells nobody again, and a later day only who has none by then', { skip }, async () => {
  await world.postern.cliJson(['otp', 'enrol', 'bob']);
  await sink.untilMails(4);
  world.postern.advanceClock(4 * dayMs);
  await world.postern.restart();
  await sink.untilMails(5);
  await world.postern.restart();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.deepEqual(reminders().slice(2), [
    'carol@example.test Postern: Noch 6 Tage, um den zweiten Schritt einzurichten',
  ]);
});
