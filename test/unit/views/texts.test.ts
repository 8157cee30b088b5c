// The sentences: the right language, plain words, times as people say them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moment } from '../../../src/views/parts/moment.ts';
import { sayDate } from '../../../src/views/texts/dates.ts';
import { de } from '../../../src/views/texts/de.ts';
import { sayDays, sayWait } from '../../../src/views/texts/durations.ts';
import { en } from '../../../src/views/texts/en.ts';
import { findTexts } from '../../../src/views/texts/find-texts.ts';

const asked: readonly (readonly [string | undefined, string])[] = [
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['fr', 'en'],
  ['de', 'de'],
  ['DE-at', 'de'],
  ['de-CH-1996, en;q=0.9', 'de'],
  ['en, de', 'en'],
  ['de;q=0.5, en;q=0.8', 'en'],
  ['fr, de;q=0.3', 'de'],
  ['de;q=0, en;q=0.1', 'en'],
  ['de;q=0', 'en'],
  ['en;q=0, de;q=0.1', 'de'],
  ['de ; q=0.9 , en ; q=0.8', 'de'],
  ['de;q=nonsense', 'en'],
  ['de;q=0.9999, en;q=0.1', 'en'],
  ['<script>', 'en'],
  [`${'x,'.repeat(5000)}de`, 'en'],
];

for (const [header, language] of asked) {
  test(`Accept-Language ${JSON.stringify(header)?.slice(0, 40)} is answered in ${language}`, () => {
    assert.equal(findTexts(header).language, language);
  });
}

const wishes: readonly (readonly [string, readonly (string | undefined)[], string])[] = [
  ['nobody says anything', [], 'en'],
  ['the account has a language', ['de', 'en;q=0.9', 'en'], 'de'],
  ['the account has one with a region', ['de-AT', 'en'], 'de'],
  ['the account has none of ours', ['fr', 'de, en;q=0.5', 'en'], 'de'],
  ['the account has no language', [undefined, 'de', 'en'], 'de'],
  ['the browser names none of ours', [undefined, 'fr, *;q=0.1', 'fr', 'de'], 'de'],
  ['the browser names nothing', [undefined, '', 'de', 'en'], 'de'],
  ['the app names several', [undefined, undefined, 'pt-BR', 'en', 'de'], 'en'],
  ['nonsense comes first', ['<script>', 'x'.repeat(5000), 'de'], 'de'],
];

for (const [title, given, language] of wishes) {
  test(`${title}: the page is in ${language}`, () => {
    assert.equal(findTexts(...given).language, language);
  });
}

test('German counts recovery codes as people say it', () => {
  const say = de.portal.recoveryCodes.left;
  assert.deepEqual(
    [0, 1, 2, 10].map((left) => say(left)),
    [
      'Sie haben keine unbenutzten Codes.',
      'Sie haben 1 unbenutzten Code.',
      'Sie haben 2 unbenutzte Codes.',
      'Sie haben 10 unbenutzte Codes.',
    ],
  );
});

const waits: readonly (readonly [number, string, string])[] = [
  [0, '1 second', '1 Sekunde'],
  [0.2, '1 second', '1 Sekunde'],
  [59, '59 seconds', '59 Sekunden'],
  [90, '90 seconds', '90 Sekunden'],
  [91, '2 minutes', '2 Minuten'],
  [900, '15 minutes', '15 Minuten'],
  [5401, '2 hours', '2 Stunden'],
  [86_400, '24 hours', '24 Stunden'],
];

for (const [seconds, english, german] of waits) {
  test(`a wait of ${seconds} seconds is ${english}`, () => {
    assert.equal(sayWait('en', seconds), english);
    assert.equal(sayWait('de', seconds), german);
  });
}

test('a day is written with its month in letters, and the day before it', () => {
  const at = Date.UTC(2026, 11, 5, 23, 59);
  assert.equal(sayDate('en', at), '5 December 2026');
  assert.equal(sayDate('de', at), '5. Dezember 2026');
  assert.match(moment(en, at, at).toString(), / title="Saturday,? 5 December 2026 at 23:59:00 UTC"/);
  assert.match(moment(de, at, at).toString(), / title="Samstag, 5\. Dezember 2026 um 23:59:00 UTC"/);
});

test('days are days', () => {
  assert.equal(sayDays('en', 400), '400 days');
  assert.equal(sayDays('de', 1), '1 Tag');
});

/** Every sentence, those with values filled in. */
function listSentences(texts: unknown): readonly string[] {
  if (typeof texts === 'string') {
    return [texts];
  }
  if (typeof texts === 'function') {
    return [String(texts(3, 3))];
  }
  return Object.values(texts as object).flatMap(listSentences);
}

for (const texts of [en, de]) {
  test(`${texts.language}: no sentence is empty, and none uses a word of the trade`, () => {
    const sentences = listSentences(texts);
    assert.ok(sentences.length > 100);
    for (const sentence of sentences) {
      assert.notEqual(sentence.trim(), '');
      assert.doesNotMatch(
        sentence,
        /\b(?:H?OTP|TOTP|MFA|2FA|credentials?|invalid|ungültig|log ?in|login)\b/i,
        sentence,
      );
      assert.doesNotMatch(sentence, /undefined|\[object/);
    }
  });
}

test('German is a translation, not a copy', () => {
  const english = new Set(listSentences(en));
  const same = listSentences(de).filter((sentence) => english.has(sentence) && sentence.includes(' '));
  assert.deepEqual(same, []);
});
