// A moment as people say it, with the exact time on hover and for programs.

import { attributes, type Html, html } from '../html.ts';
import { dateFormOf, sayDate } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * "today, 10:42 UTC", "yesterday, 10:42 UTC", then the day. Both in milliseconds since 1970. The script says it anew in the
 * reader's own zone.
 */
export function moment(texts: Texts, at: number, now: number): Html {
  return time(texts, at, say(texts, at, now));
}

/** The same with the time of day, however long ago. */
export function exactMoment(texts: Texts, at: number, now: number): Html {
  return time(texts, at, say(texts, at, now, 'exact'), true);
}

function time(texts: Texts, at: number, said: string, isExact = false): Html {
  const form = dateFormOf(texts.language);
  const full = { dateStyle: 'full', timeStyle: 'long', timeZone: 'UTC' } as const;
  const exact = new Intl.DateTimeFormat(form, full).format(at);
  const here = texts.portal.moment.sameDayHere('{day}', '{time}');
  const data = attributes({ 'data-here': here, 'data-form': form, 'data-exact': isExact });
  return html`<time datetime="${new Date(at).toISOString()}" title="${exact}"${data}>${said}</time>`;
}

function say({ language, portal }: Texts, at: number, now: number, form?: 'exact'): string {
  const days = Math.floor(now / dayMs) - Math.floor(at / dayMs);
  const isNear = days === 0 || days === 1;
  if (!isNear && form === undefined) {
    return sayDate(language, at);
  }
  const near = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const day = isNear ? near.format(-days, 'day') : sayDate(language, at);
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' } as const;
  return portal.moment.sameDay(day, new Intl.DateTimeFormat(language, clock).format(at));
}
