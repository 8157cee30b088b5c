// What was done just before, kept by the browser until the next page has said it.

import type { Context } from 'koa';
import { createCookie } from '../http/cookie.ts';
import { en } from '../views/texts/en.ts';

const elsewhere = [
  'enrolled',
  'enrolled-and-disconnected',
  'enrolled-another',
  'access-ended',
  'access-ended-plain',
] as const;

/** Said in a line above the page, or by a page of its own. */
export type DoneWord = keyof typeof en.portal.done | (typeof elsewhere)[number];

export interface DoneNote {
  readonly word: DoneWord;
  /** BCP 47 tag of the language that the page before was in: kept where nobody is signed in any more. */
  readonly language?: string;
}

export interface DoneNotes {
  leave(ctx: Context, note: DoneNote): void;
  /** Once. */
  take(ctx: Context): DoneNote | undefined;
}

const lifeSeconds = 60;
const words: readonly string[] = [...Object.keys(en.portal.done), ...elsewhere];

export function createDoneNotes(issuer: string): DoneNotes {
  const cookie = createCookie('account-done', { issuer, maxAgeSeconds: lifeSeconds });
  return {
    leave: (ctx, { word, language }) =>
      cookie.set(ctx, language === undefined ? word : `${word}.${language}`),
    take: (ctx) => {
      const found = cookie.read(ctx);
      if (found === undefined) {
        return undefined;
      }
      cookie.clear(ctx);
      return readNote(found);
    },
  };
}

function readNote(text: string): DoneNote | undefined {
  const [word = '', language] = text.split('.');
  return words.includes(word)
    ? { word: word as DoneWord, ...(language === undefined ? {} : { language }) }
    : undefined;
}

/** The line for it, where there is one. */
export function lineOf(word: DoneWord | undefined): { done?: keyof typeof en.portal.done } {
  return word !== undefined && word in en.portal.done ? { done: word as keyof typeof en.portal.done } : {};
}
