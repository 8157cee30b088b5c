// Words that common passwords are made of, in the common languages of the web; `guessable.ts` adds digits, signs and runs.

import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('./common-words.txt', import.meta.url), 'utf8');

/** Lower case and in normal form. Written for Postern: words, names and brands, not passwords of others. */
export const commonWords: ReadonlySet<string> = new Set(
  text
    .replaceAll(/^#.*$/gm, '')
    .split(/\s+/)
    .filter((word) => word !== ''),
);
