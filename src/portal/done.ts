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

export interface DoneNotes {
  leave(ctx: Context, word: DoneWord): void;
  /** Once. */
  take(ctx: Context): DoneWord | undefined;
}

const lifeSeconds = 60;
const words: readonly string[] = [...Object.keys(en.portal.done), ...elsewhere];

export function createDoneNotes(issuer: string): DoneNotes {
  const cookie = createCookie('account-done', { issuer, maxAgeSeconds: lifeSeconds });
  return {
    leave: (ctx, word) => cookie.set(ctx, word),
    take: (ctx) => {
      const found = cookie.read(ctx);
      if (found === undefined) {
        return undefined;
      }
      cookie.clear(ctx);
      return words.includes(found) ? (found as DoneWord) : undefined;
    },
  };
}

/** The line for it, where there is one. */
export function lineOf(word: DoneWord | undefined): { done?: keyof typeof en.portal.done } {
  return word !== undefined && word in en.portal.done ? { done: word as keyof typeof en.portal.done } : {};
}
