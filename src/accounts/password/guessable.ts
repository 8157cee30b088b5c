// How a guesser builds passwords: common words, what is known of the owner, runs on the keyboard, years and a sign at the end.

import { commonWords } from './common-words.ts';

/**
 * What the cheapest building of a password may cost and still be refused. One piece (a word, a run, a year) is 1 or, when
 * short, less; a digit or a common sign is a quarter, anything else a whole. So: two words, or one with four digits.
 */
const cheapest = 2;

const rows = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'yxcvbnm', 'azertyuiop'];
/** Across a number pad. */
const padRuns = [
  '147258369',
  '147852369',
  '147896325',
  '123698745',
  '789456123',
  '741852963',
  '321654987',
  '159357',
];
const runs = [...rows, ...padRuns, 'abcdefghijklmnopqrstuvwxyz', '0123456789'].flatMap((run) => [
  run,
  reverse(run),
]);

/** Keys in their places, each row half a key to the right of the one above. */
const keys = new Map(
  rows.slice(0, 4).flatMap((row, y) => [...row].map((key, x) => [key, { x: x + y / 2, y }] as const)),
);

const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
};

const cyrillicOf = new Map(
  ['qwertyuiop[]', 'йцукенгшщзхъ', "asdfghjkl;'", 'фывапролджэ', 'zxcvbnm,.`', 'ячсмитьбюё'].flatMap(
    (latin, index, all) =>
      index % 2 ? [] : [...latin].map((key, place) => [key, all[index + 1]?.[place] ?? key] as const),
  ),
);

const cutWords = new Set([...commonWords].filter((word) => word.length > 8).map((word) => word.slice(0, 8)));

/** Whether a password is made of so few well-known pieces that it is among the first guesses. `ownWords`: lower case. */
export function isGuessable(password: string, ownWords: ReadonlySet<string>): boolean {
  const characters = [...password.normalize('NFKC').toLowerCase()];
  if (new Set(characters).size <= 2) {
    return true;
  }
  const longestWord = Math.max(40, ...[...ownWords].map((word) => word.length));
  // Two pieces and a sign are never longer than this.
  return characters.length <= 2 * longestWord + 2 && costOf(characters, ownWords) <= cheapest;
}

/** The cheapest way to build the text, piece by piece from its beginning (dynamic programming over its prefixes). */
function costOf(characters: readonly string[], ownWords: ReadonlySet<string>): number {
  const plain = characters.map((character) => lookAlikes[character] ?? character);
  const costs = [0];
  for (let end = 1; end <= characters.length; end += 1) {
    let best = (costs[end - 1] ?? 0) + costOfOne(characters[end - 1] ?? '');
    for (let start = 0; start <= end - 3; start += 1) {
      const raw = characters.slice(start, end).join('');
      const isPiece =
        isRun(raw) || isWord(raw, ownWords) || isWord(plain.slice(start, end).join(''), ownWords);
      best = isPiece ? Math.min(best, (costs[start] ?? 0) + costOfPiece(end - start)) : best;
    }
    costs.push(best);
  }
  return costs[characters.length] ?? 0;
}

/** Three short ones are as cheap as two longer ones: `1qaz2wsx3edc`, `123qwe123`. */
function costOfPiece(length: number): number {
  return length <= 4 ? 0.65 : 1;
}

function costOfOne(character: string): number {
  return /^[\p{N}\s.!?@#*_-]$/u.test(character) ? 0.25 : 1;
}

/** A word, or one written backwards, cut to the eight characters of old systems, or typed on a keyboard set to Latin. */
function isWord(text: string, ownWords: ReadonlySet<string>): boolean {
  return (
    [text, reverse(text), asCyrillic(text)].some((word) => commonWords.has(word) || ownWords.has(word)) ||
    cutWords.has(text)
  );
}

/** A year, three or more in a row on the keyboard or in the alphabet, the same again and again, or two such runs interleaved. */
function isRun(text: string): boolean {
  const isRepeated = new Set(text).size === 1 || /^(.{1,4}?)\1{2,}$/su.test(text);
  const isYear = /^(19|20)\d\d$/.test(text);
  return isRepeated || isYear || isStraight(text) || isWalk(text) || isInterleaved(text);
}

function isStraight(text: string): boolean {
  return text.length >= 3 && runs.some((run) => run.includes(text));
}

/** From key to neighbouring key, as in `1qaz2wsx` or `zaq12wsx`; short ones are too often a part of a word. */
function isWalk(text: string): boolean {
  const places = [...text].map((key) => keys.get(key));
  return (
    places.length >= 4 &&
    places.every((place, index) => {
      const before = places[index - 1];
      return place && (index === 0 || (before && Math.hypot(place.x - before.x, place.y - before.y) < 1.2));
    })
  );
}

/** `1a2b3c4d`, `1029384756`, `11223344`. */
function isInterleaved(text: string): boolean {
  const characters = [...text];
  const half = (odd: number): string => characters.filter((_, index) => index % 2 === odd).join('');
  return characters.length >= 6 && isStraight(half(0)) && isStraight(half(1));
}

function asCyrillic(text: string): string {
  return [...text].map((key) => cyrillicOf.get(key) ?? key).join('');
}

function reverse(text: string): string {
  return [...text].reverse().join('');
}
