// Chooses the language of a page by what the browser asks for.

import { de } from './de.ts';
import { en } from './en.ts';
import type { Texts } from './texts.ts';

/** The first one speaks when none of them was asked for. */
const languages: readonly Texts[] = [en, de];

/** `acceptLanguage` is the header's value as it came (RFC 9110 section 12.5.4); nonsense in it counts as not asked for. */
export function findTexts(acceptLanguage: string | undefined): Texts {
  const ranges = (acceptLanguage ?? '').slice(0, 1000).split(',').map(readRange);
  let chosen = en;
  let highest = 0;
  for (const { language, quality } of ranges) {
    const texts = languages.find((candidate) => candidate.language === language);
    if (texts !== undefined && quality > highest) {
      chosen = texts;
      highest = quality;
    }
  }
  return chosen;
}

/** The first subtag and the quality value; the more exact parts of a language make no difference to us. */
function readRange(range: string): { readonly language: string; readonly quality: number } {
  const [, language = '', quality = '1'] =
    /^\s*([a-z]{1,8})(?:-[a-z0-9]{1,8})*\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i.exec(range) ?? [];
  return { language: language.toLowerCase(), quality: Math.min(1, Number(quality)) };
}
