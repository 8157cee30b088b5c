// Chooses the language of a page: by the account, by the browser, by the app that sent the person here.

import { de } from './de.ts';
import { en } from './en.ts';
import type { Texts } from './texts.ts';

const languages: readonly Texts[] = [en, de];

/**
 * The first wish that names one of our languages wins. A wish is a list of language ranges with or without weights, as
 * `Accept-Language` has them (RFC 9110 section 12.5.4), or one tag (BCP 47); nonsense counts as no wish.
 */
export function findTexts(...wishes: readonly (string | undefined)[]): Texts {
  for (const wish of wishes) {
    const texts = findWished(wish ?? '');
    if (texts !== undefined) {
      return texts;
    }
  }
  return en;
}

function findWished(wish: string): Texts | undefined {
  const ranges = wish.slice(0, 1000).split(',').map(readRange);
  let chosen: Texts | undefined;
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
