// Spans of time as people say them.

/** Rounded up to whole seconds, minutes or hours: "45 seconds", "5 minutes", "2 hours". */
export function sayWait(language: string, seconds: number): string {
  if (seconds <= 90) {
    return sayUnits(language, Math.max(1, Math.ceil(seconds)), 'second');
  }
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 90
    ? sayUnits(language, minutes, 'minute')
    : sayUnits(language, Math.ceil(seconds / 3600), 'hour');
}

export function sayDays(language: string, days: number): string {
  return sayUnits(language, Math.max(1, Math.round(days)), 'day');
}

function sayUnits(language: string, count: number, unit: 'second' | 'minute' | 'hour' | 'day'): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
