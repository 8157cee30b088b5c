// The two settings of mail: read to what they mean, written back, masked, and given together.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeSettings } from '../../../src/config/describe-settings.ts';
import {
  mailSender,
  maskSmtpGateway,
  type SmtpGateway,
  smtpGateway,
} from '../../../src/config/mail-kinds.ts';
import { readConfig } from '../../../src/config/read-config.ts';

const login = { user: 'me@x', password: 'p:/w' };
const gateways: readonly (readonly [string, SmtpGateway, string])[] = [
  ['smtp://mail.test', { host: 'mail.test', port: 587, tls: 'required' }, 'smtp://mail.test:587'],
  ['smtps://mail.test/', { host: 'mail.test', port: 465, tls: 'at-once' }, 'smtps://mail.test:465'],
  ['smtp://localhost:25', { host: 'localhost', port: 25, tls: 'none' }, 'smtp://localhost:25'],
  ['smtp://[::1]:25', { host: '::1', port: 25, tls: 'none' }, 'smtp://[::1]:25'],
  ['smtp://[2001:db8::1]', { host: '2001:db8::1', port: 587, tls: 'required' }, 'smtp://[2001:db8::1]:587'],
  [
    'smtps://me%40x:p%3A%2Fw@mail.test:4650',
    { host: 'mail.test', port: 4650, tls: 'at-once', login },
    'smtps://***@mail.test:4650',
  ],
];
for (const [text, value, masked] of gateways) {
  test(`${text} is a gateway`, () => {
    assert.deepEqual(smtpGateway.parse(text), { value });
    assert.deepEqual(smtpGateway.parse(smtpGateway.format(value)), { value });
    assert.equal(maskSmtpGateway(value), masked);
  });
}

for (const text of [
  'mail.test',
  'http://mail.test',
  'smtp://',
  'smtp://user@mail.test',
  'smtp://u:p@',
  'smtp://u:%zz@mail.test',
  'smtp://u:%0Ap@mail.test',
  'smtp://mail.test:0',
  'smtp://mail.test:70000',
  'smtp://mail.test/path',
  'smtp://mail.test?tls=no',
  'smtp://mail.test\r\nX',
]) {
  test(`${JSON.stringify(text)} is no gateway, and its text is not repeated`, () => {
    const env = { POSTERN_SMTP_URL: text, POSTERN_MAIL_FROM: 'postern@example.test' };
    const config = readConfig(env, () => '');
    const mistakes = 'mistakes' in config ? config.mistakes.join('\n') : assert.fail();
    assert.match(mistakes, /^POSTERN_SMTP_URL must be smtp:/);
    assert.ok(!mistakes.includes(JSON.stringify(text)));
  });
}

const senders: readonly (readonly [string, { address: string; name?: string } | undefined])[] = [
  ['postern@example.test', { address: 'postern@example.test' }],
  ['Postern <postern@example.test>', { address: 'postern@example.test', name: 'Postern' }],
  ['Zoë, GmbH <a+b@x.test>', { address: 'a+b@x.test', name: 'Zoë, GmbH' }],
  ['<postern@example.test>', { address: 'postern@example.test' }],
  ['postern', undefined],
  ['a@x.test, b@x.test', undefined],
  ['A <a@x.test>, B <b@x.test>', undefined],
  ['A\r\nBcc: e@x.test <a@x.test>', undefined],
  ['"quoted@x.test y"@x.test', undefined],
  ['A <a@x.test\r\n>', undefined],
];
for (const [text, value] of senders) {
  test(`${JSON.stringify(text)} is ${value === undefined ? 'no sender' : 'a sender'}`, () => {
    const parsed = mailSender.parse(text);
    assert.deepEqual('value' in parsed ? parsed.value : undefined, value);
    assert.ok(value === undefined || 'value' in mailSender.parse(mailSender.format(value)));
  });
}

test('both are given or none', () => {
  for (const env of [{ POSTERN_SMTP_URL: 'smtp://mail.test' }, { POSTERN_MAIL_FROM: 'a@x.test' }]) {
    assert.deepEqual(
      readConfig(env, () => ''),
      {
        mistakes: ['POSTERN_SMTP_URL and POSTERN_MAIL_FROM must be given together'],
      },
    );
  }
});

test('one that is wrong is one mistake: the other is not said to stand alone', () => {
  for (const firstFactor of [{}, { POSTERN_FIRST_FACTOR: 'mail' }]) {
    const env = { POSTERN_SMTP_URL: 'mail.test', POSTERN_MAIL_FROM: 'a@x.test', ...firstFactor };
    const config = readConfig(env, () => '');
    const mistakes = 'mistakes' in config ? config.mistakes : [];
    assert.equal(mistakes.length, 1, mistakes.join());
    assert.match(mistakes[0] ?? '', /^POSTERN_SMTP_URL must/);
  }
});

test('what is in force is shown without the password', () => {
  const env = { POSTERN_SMTP_URL: 'smtp://u:hidden@mail.test', POSTERN_MAIL_FROM: 'A <a@x.test>' };
  const config = readConfig(env, () => '');
  const shown = 'settings' in config ? describeSettings(config.settings) : assert.fail();
  const find = (name: string) => shown.find((row) => row.name === name)?.value;
  assert.equal(find('POSTERN_SMTP_URL'), 'smtp://***@mail.test:587');
  assert.equal(find('POSTERN_MAIL_FROM'), 'A <a@x.test>');
  assert.doesNotMatch(JSON.stringify(shown), /hidden/);
});
