// Days and longer spans of time as people say them.

import { sayDays, sayWait } from './durations.ts';

/** The day, by UTC: "December 1, 2026". */
export function sayDate(language: string, at: number): string {
  const day = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language, day).format(at);
}

/** Whole days where there are some, otherwise as a wait is said. */
export function sayLife(language: string, seconds: number): string {
  const days = seconds / 86_400;
  return days >= 2 ? sayDays(language, days) : sayWait(language, seconds);
}
