// Messages as mails: every one in every language says what happened, when, from where and what to do, and loads nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AuditEventType, type Notice, notices } from '../../../src/audit/notices.ts';
import { nameBrowser } from '../../../src/mail/messages/browser-name.ts';
import { composeMail } from '../../../src/mail/messages/compose.ts';

const brand = { brandName: 'Example & Sons', brandColor: '#ffdd00', support: 'the desk, room 4' };
const occasion = {
  username: 'alice',
  at: Date.UTC(2026, 10, 25, 13, 5),
  address: '2001:db8::7',
  facts: { name: 'Phone', left: 3, program: 'Mail program' },
};

function compose(type: AuditEventType, changes: Partial<typeof occasion> & { locale?: string } = {}) {
  const notice: Notice = notices[type];
  return composeMail(notice.message, brand, { ...occasion, ...changes });
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll("'", '&#39;');

for (const type of Object.keys(notices) as AuditEventType[]) {
  for (const [locale, when, what] of [
    ['en-GB', 'When: Wednesday 25 November 2026 at 13:05 UTC', 'If this was you: nothing to do.'],
    ['de', 'Wann: Mittwoch, 25. November 2026 um 13:05 UTC', 'Waren Sie das, ist nichts zu tun.'],
  ] as const) {
    test(`${type} in ${locale}: plain text first, the same as HTML, nothing loaded`, () => {
      const { subject, text, html } = compose(type, { locale });
      assert.match(subject, /^Example & Sons: [^\r\n]+$/);
      const plain = text.replaceAll(',', '');
      assert.ok(plain.includes(when.replaceAll(',', '')), text);
      for (const line of ['2001:db8::7', what, 'the desk, room 4', 'alice']) {
        assert.ok(text.includes(line), `${line} in\n${text}`);
        assert.ok(html.includes(escaped(line)), `${line} in the HTML`);
      }
      assert.doesNotMatch(html, /<img|<script|<link|<style|src=|url\(|https?:|@import/i);
      assert.doesNotMatch(text + html, /undefined|NaN|\[object/);
    });
  }
}

test('a language that is not ours is answered in English, its dates too', () => {
  const { text } = compose('wrong-code', { locale: 'fr-CA' });
  assert.match(text, /When: Wednesday, November 25, 2026/);
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
