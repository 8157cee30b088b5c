// Messages as mails: every one in every language says what happened, when, from where and what to do, and loads nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AuditEventType, type Notice, notices } from '../../../src/audit/notices.ts';
import { nameBrowser } from '../../../src/base/browser-name.ts';
import { composeMail } from '../../../src/mail/messages/compose.ts';
import type { Occasion } from '../../../src/mail/messages/message.ts';

const issuer = 'https://id.example.test';
const brand = { brandName: 'Example & Sons', brandColor: '#ffdd00', support: 'the desk, room 4', issuer };
const occasion = {
  username: 'alice',
  at: Date.UTC(2026, 10, 25, 13, 5),
  address: '2001:db8::7',
  facts: {
    name: 'Phone',
    id: 'factor1',
    left: 3,
    program: 'Mail program',
    minutes: 1440,
    days: 7,
    date: Date.UTC(2026, 11, 1),
    address: 'https://id.example.test/account/enrol',
  },
};

function compose(type: AuditEventType, changes: Partial<Occasion> = {}) {
  const notice: Notice = notices[type];
  return composeMail(notice.message, brand, { ...occasion, ...changes });
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll("'", '&#39;');

/** These end with words of their own. */
const errands: readonly AuditEventType[] = [
  'enrolment-link',
  'enrolment-code',
  'policy-reminder',
  'stale-program',
  'password-retired',
];

/** Where each is undone, in the order in which that is done; the others have the page that ends all access. */
const pages: Partial<Record<AuditEventType, readonly string[]>> = {
  'factor-added': ['factors/factor1/remove', 'password'],
  'recovery-code-used': ['password', 'recovery-codes'],
  'recovery-codes-renewed': ['password', 'recovery-codes'],
  'wrong-code': ['password'],
  'access-ended': ['password'],
  'device-lost': ['password'],
  'ticket-issued': ['password'],
  'emails-changed': ['password'],
  'fixed-token-new-network': ['connections'],
};

const hrefsOf = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);

for (const type of Object.keys(notices).filter(
  (type) => !errands.includes(type as AuditEventType),
) as AuditEventType[]) {
  for (const [locale, when, what] of [
    ['en-US', 'When: 25 November 2026, 13:05 UTC', 'If this was you: nothing to do.'],
    ['de', 'Wann: 25. November 2026, 13:05 Uhr UTC', 'Waren Sie das, ist nichts zu tun.'],
  ] as const) {
    test(`${type} in ${locale}: plain text first, the same as HTML, nothing loaded`, () => {
      const { subject, text, html } = compose(type, { locale });
      assert.match(subject, /^Example & Sons: [^\r\n]+$/);
      assert.ok(text.includes(when), text);
      for (const line of [when.replace(/^.*?: /, ''), '2001:db8::7', what, 'the desk, room 4', 'alice']) {
        assert.ok(text.includes(line), `${line} in\n${text}`);
        assert.ok(html.includes(escaped(line)), `${line} in the HTML`);
      }
      assert.doesNotMatch(html, /<img|<script|<link|<style|src=|url\(|@import/i);
      assert.doesNotMatch(text + html, /undefined|NaN|\[object/);
      const undone = (pages[type] ?? ['lost-device']).map((page) => `${issuer}/account/${page}`);
      for (const page of undone) {
        assert.ok(text.split('\n').includes(page), text);
      }
      assert.deepEqual(text.match(/https?:\S+/g), undone);
      assert.deepEqual(hrefsOf(html), undone);
    });
  }
}

test('a language that is not ours is answered in English, its dates too', () => {
  const { text } = compose('wrong-code', { locale: 'fr-CA' });
  assert.match(text, /When: 25 November 2026, 13:05 UTC/);
});

test('people are greeted by their name, and by the user name where there is none', () => {
  const named = compose('wrong-code', { name: 'Alice\r\nArcher' }).text;
  assert.match(named, /^Hello Alice Archer,\n/);
  assert.match(named, /of your account alice\.$/m);
  assert.match(compose('wrong-code').text, /^Hello alice,\n/);
});

test('an app that was added is taken away where it is, and the password is changed after that', () => {
  const { text } = compose('factor-added');
  assert.match(
    text,
    /^If not: .*Take it away here:\n\nhttps\S+factors\/factor1\/remove\n\nThen change your password, .*:\n\nhttps\S+password\n\nIf you cannot sign in any more: ask the desk, room 4/m,
  );
  const { id: _, ...facts } = occasion.facts;
  const unnamed = compose('factor-added', { facts }).text;
  assert.ok(unnamed.split('\n').includes(`${issuer}/account`), 'without its id, where all are listed');
});

test('recovery codes that somebody else has: first the password, then another set', () => {
  for (const type of ['recovery-code-used', 'recovery-codes-renewed'] as const) {
    assert.match(
      compose(type).text,
      /^If not: .*Change your password here, .*:\n\nhttps\S+password\n\nThen make new recovery codes.*:\n\nhttps\S+recovery-codes\n\nIf you cannot/m,
    );
  }
});

const doors: readonly (readonly [door: string, subject: string, betreff: string])[] = [
  ['code', 'a wrong code after your password', 'Ein falscher Code nach Ihrem Passwort'],
  ['recovery', 'a wrong recovery code after your password', 'Ein falscher Ersatzcode nach Ihrem Passwort'],
  ['ticket', 'a wrong ticket after your password', 'Ein falsches Ticket nach Ihrem Passwort'],
];
for (const [door, subject, betreff] of doors) {
  test(`what was wrong is called what it is: ${subject}`, () => {
    const facts = { door };
    assert.equal(compose('wrong-code', { facts }).subject, `Example & Sons: ${subject}`);
    assert.equal(compose('wrong-code', { facts, locale: 'de' }).subject, `Example & Sons: ${betreff}`);
  });
}

const removals: readonly (readonly [string, Occasion['facts'], RegExp, RegExp | undefined])[] = [
  [
    'one of several',
    { name: 'Phone', thing: 'app' },
    /^An authenticator app was removed .*“Phone”/m,
    undefined,
  ],
  [
    'the last',
    { name: 'Phone', thing: 'app', next: 'password' },
    /^The last authenticator app was removed .* recovery codes do not work any more, and your trusted browsers are forgotten\./m,
    /password alone lets you in/,
  ],
  [
    'the last, where the policy wants one',
    { name: 'Phone', thing: 'app', next: 'mailed-code' },
    /^The last authenticator app/m,
    /next sign-in asks for .* a code that is mailed to you/,
  ],
  [
    'all of them, with a ticket',
    { thing: 'token', next: 'ticket' },
    /^All tokens and recovery codes were removed/m,
    /next sign-in asks for .* a ticket/,
  ],
  [
    'all of a disabled account',
    { thing: 'either', next: 'none' },
    /^All authenticator apps, tokens/m,
    undefined,
  ],
];
for (const [which, facts, what, next] of removals) {
  test(`a second step removed, ${which}: what a sign-in asks for from now on is said only as it is`, () => {
    const { subject, text } = compose('factor-removed', { facts });
    const isLast = facts.next !== undefined;
    assert.equal(subject, `Example & Sons: ${isLast ? 'your' : 'a'} second step was removed`);
    assert.match(text, what);
    const told = /^.*(password alone|next sign-in).*$/m.exec(text)?.[0];
    assert.equal(told === undefined, next === undefined, told);
    assert.match(told ?? '', next ?? /^$/);
  });
}

test('a second step that nobody named is called in the language of whoever reads', () => {
  for (const type of ['factor-added', 'factor-removed'] as const) {
    const facts = { ...occasion.facts, name: 'Authenticator app 2', thing: 'app' };
    assert.match(compose(type, { facts, locale: 'de' }).text, /„Authenticator-App 2“/);
    assert.match(compose(type, { facts }).text, /“Authenticator app 2”/);
    assert.match(compose(type, { locale: 'de' }).text, /„Phone“/);
  }
});

test('a lost device with an authenticator app on it leaves one thing to do, and does not say “nothing”', () => {
  const withApp = compose('access-ended', { facts: { hasSecondStep: true } }).text;
  assert.match(withApp, /no authenticator app was on the lost device: nothing to do\. If one was: remove it/);
  assert.doesNotMatch(withApp, /^If this was you: nothing to do/m);
  const plain = compose('access-ended', { facts: { hasSecondStep: false } }).text;
  assert.doesNotMatch(plain, /app was on|authenticator/);
});

test('a password that has to be replaced is never “nothing to do”', () => {
  const { text } = compose('password-retired');
  assert.doesNotMatch(text, /nothing to do/);
  assert.ok(text.split('\n').includes(`${issuer}/account/password`), text);
});

test('names that somebody chose are text, on one line', () => {
  const facts = { ...occasion.facts, name: 'x”<b onload=1>\r\n\r\nFrom: the bank\u2028\u202e' };
  const { text, html, subject } = compose('factor-added', { facts });
  assert.doesNotMatch(html, /<b onload/);
  assert.doesNotMatch(text, /^From: the bank/m);
  assert.doesNotMatch(text + html, /[\u2028\u202e]/);
  assert.doesNotMatch(subject, /bank/);
});

test('what an administrator did is said to be theirs', () => {
  const { text } = composeMail(notices['password-changed'].message, brand, { ...occasion, by: 'admin' });
  assert.match(text, /^By: an administrator$/m);
  assert.match(text, /If you know about this: nothing to do\./);
});

const link = 'https://id.example.test/account/enrol?token=abc_DEF-123';
const bringing: readonly (readonly [AuditEventType, Pick<Occasion, 'secret'>, shown: string])[] = [
  ['enrolment-link', { secret: { link } }, link],
  ['enrolment-code', { secret: { code: '12345678' } }, '1234 5678'],
  ['policy-reminder', {}, occasion.facts.address],
];
for (const [type, secret, shown] of bringing) {
  for (const locale of ['en', 'de']) {
    test(`${type} in ${locale}: what it brings stands on a line of its own, once where a screen shows it`, () => {
      const { subject, text, html } = composeMail(notices[type].message, brand, {
        ...occasion,
        ...secret,
        locale,
      });
      assert.ok(text.split('\n').includes(shown), text);
      assert.equal(text.split(shown).length, 2);
      assert.ok(html.includes(`>${shown}</p>`), html);
      assert.match(subject, /^Example & Sons: [^\r\n]+$/);
      assert.doesNotMatch(subject, /https?:|\d{4}/);
      assert.doesNotMatch(html, /<img|<script|<link|<style|src=|url\(|@import/i);
      assert.doesNotMatch(text + html, /undefined|NaN|\[object|Invalid/);
      for (const line of ['the desk, room 4', 'alice']) {
        assert.ok(text.includes(line) && html.includes(escaped(line)), `${line} in\n${text}`);
      }
      const change = `${issuer}/account/password`;
      const ways = { 'enrolment-code': [change], 'enrolment-link': [shown, change] };
      assert.deepEqual(hrefsOf(html), ways[type as keyof typeof ways] ?? [shown]);
    });
  }
}

test('a link says for how long it works, and where it was asked for', () => {
  const { text } = composeMail(notices['enrolment-link'].message, brand, { ...occasion, secret: { link } });
  assert.match(text, /works once, for 24 hours,/);
  assert.match(text, /^From where: 2001:db8::7$/m);
  assert.match(
    text,
    /^If you did not ask for this: .*signed in with your password\. .*Change .*, which signs them out:$/m,
  );
  assert.doesNotMatch(text, /nobody gets in/, 'whoever asked for it is in');
  const facts = { ...occasion.facts, minutes: 10 };
  const code = composeMail(notices['enrolment-code'].message, brand, {
    ...occasion,
    facts,
    secret: { code: '12345678' },
  });
  assert.match(code.text, /works once, for 10 minutes\./);
  assert.doesNotMatch(code.text, /nobody gets in/, 'where it can be put off, the password is enough');
});

test('a reminder tells the date that counts, and not when or from where it was sent', () => {
  const { subject, text } = compose('policy-reminder', { locale: 'de' });
  assert.equal(subject, 'Example & Sons: Noch 7 Tage, um den zweiten Schritt einzurichten');
  assert.match(text, /^Ab dem 1\. Dezember 2026, 00:00 Uhr UTC gehört /m);
  assert.doesNotMatch(text, /Wann:|Von wo:|Waren Sie das/);
});

test('a stale program is named by place and time, and mended where app passwords are made', () => {
  const facts = { ...occasion.facts, service: 'mail', protocol: 'imap' };
  for (const [locale, what, where] of [
    ['en', 'was refused (mail, imap).', 'From where: 2001:db8::7'],
    ['de', 'wurde abgewiesen (mail, imap).', 'Von wo: 2001:db8::7'],
  ] as const) {
    const { text, html } = compose('stale-program', { facts, locale });
    assert.ok(text.includes(where), text);
    for (const line of [what, occasion.facts.address, 'the desk, room 4']) {
      assert.ok(text.includes(line) && html.includes(escaped(line)), `${line} in\n${text}`);
    }
  }
  const { text } = compose('stale-program');
  assert.match(text, /was refused\. /, 'no empty brackets where nothing is known');
});

test('no mail says a word that people do not use', () => {
  for (const type of Object.keys(notices) as AuditEventType[]) {
    for (const locale of ['en', 'de']) {
      const { subject, text } = compose(type, { locale });
      assert.doesNotMatch(subject + text, /\b(TOTP|OTP|MFA|2FA|credentials?|invalid)\b/i);
    }
  }
});

const agents: readonly (readonly [string | undefined, string | undefined])[] = [
  [undefined, undefined],
  ['', undefined],
  ['curl/8.0', undefined],
  ['Visit https://evil.example now', undefined],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0.0.0 Safari/537.36 Edg/140.0', 'Edge (Windows)'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 'Chrome (Linux)'],
  ['Mozilla/5.0 (Linux; Android 16; Mobile) Firefox/140.0', 'Firefox (Android)'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1', 'Safari (iOS)'],
];
for (const [header, name] of agents) {
  test(`${header?.slice(0, 50)} is ${name}`, () => {
    assert.equal(nameBrowser(header), name);
  });
}
