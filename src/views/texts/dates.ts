// Days and longer spans of time as people say them.

import { sayDays, sayWait } from './durations.ts';

/** Where the language alone would put the month before the day. */
const dateForms: Readonly<Record<string, string>> = { en: 'en-GB' };

/** How days and hours are written in one of our languages, on pages and in mails: unmistakable everywhere. */
export function dateFormOf(language: string): string {
  return dateForms[language] ?? language;
}

/** The day, by UTC: "1 December 2026". */
export function sayDate(language: string, at: number): string {
  return new Intl.DateTimeFormat(dateFormOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}

/** Whole days where there are some, otherwise as a wait is said. */
export function sayLife(language: string, seconds: number): string {
  const days = seconds / 86_400;
  return days >= 2 ? sayDays(language, days) : sayWait(language, seconds);
}
