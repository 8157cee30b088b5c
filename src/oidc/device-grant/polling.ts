// How often a device may ask whether it was allowed (RFC 8628 section 3.5), without store or clock.

/** What the device is told when it begins, in seconds. */
export const pollIntervalSeconds = 5;

/** `slow_down` lengthens the interval by so many seconds, for good. */
const slowDownSeconds = 5;
const longestIntervalSeconds = 60;

/** Requests that left in time may arrive closer to each other; some programs take `slow_down` for the end. */
const toleranceMs = 1000;

export interface Poll {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly intervalSeconds: number;
}

/** The poll that is made now, and whether it came too early. */
export function judgePoll(
  last: Poll | undefined,
  now: number,
): { readonly poll: Poll; readonly isTooFast: boolean } {
  const intervalSeconds = last?.intervalSeconds ?? pollIntervalSeconds;
  const isTooFast = last !== undefined && now - last.at < intervalSeconds * 1000 - toleranceMs;
  const next = isTooFast
    ? Math.min(intervalSeconds + slowDownSeconds, longestIntervalSeconds)
    : intervalSeconds;
  return { poll: { at: now, intervalSeconds: next }, isTooFast };
}
