// How a guesser builds passwords: common words, what is known of the owner, runs on the keyboard, years and a sign at the end.

import { commonWords } from './common-words.ts';

/**
 * What the cheapest building of a password may cost and still be refused: one piece (a word, a run) is 1, a digit or a
 * common sign a quarter, anything else a whole. So two pieces with one sign, or one piece with five digits.
 */
const cheapest = 2.25;

const keyboardRows = [
  '1234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
];
const alphabet = 'abcdefghijklmnopqrstuvwxyz';
/** Down the columns of a keyboard, as in `1qaz2wsx`. */
const columns = [
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'a1b2c3d4e5f6g7h8',
];
const runs = [...keyboardRows, ...columns, alphabet, '0123456789'].flatMap((run) => [
  run,
  [...run].reverse().join(''),
]);

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
      best = isPiece ? Math.min(best, (costs[start] ?? 0) + 1) : best;
    }
    costs.push(best);
  }
  return costs[characters.length] ?? 0;
}

function costOfOne(character: string): number {
  return /^[\p{N}\s.!?@#*_-]$/u.test(character) ? 0.25 : 1;
}

function isWord(text: string, ownWords: ReadonlySet<string>): boolean {
  return commonWords.has(text) || ownWords.has(text);
}

/** Three or more in a row on the keyboard, in the alphabet, or the same again and again. */
function isRun(text: string): boolean {
  const isRepeated = new Set(text).size === 1 || /^(.{1,4}?)\1{2,}$/su.test(text);
  return isRepeated || runs.some((run) => run.includes(text));
}
