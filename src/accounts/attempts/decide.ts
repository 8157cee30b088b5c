// One try from reservation to decision: counted before it is checked, handed back when it was right or could not be checked.

import type { Reservation, Throttled } from './attempts.ts';

export interface Decision<T> {
  readonly answer: T;
  /** `right-and-clear` also forgets what failed before. */
  readonly counts: 'failed' | 'right' | 'right-and-clear';
  /** Told how many have failed by now, this one included. */
  readonly onFailure?: (failures: number) => Promise<void>;
}

export async function decide<T>(
  reservation: Reservation | Throttled,
  check: () => Promise<Decision<T>>,
): Promise<T | Throttled> {
  if (reservation.outcome === 'throttled') {
    return reservation;
  }
  const { answer, counts, onFailure } = await check().catch(async (error: unknown) => {
    // Where the store is gone this fails as well; the try then counts as failed, and the first error is the one to tell.
    await reservation.handBack().catch(() => undefined);
    throw error;
  });
  if (counts === 'failed') {
    const failures = await reservation.fail();
    await onFailure?.(failures);
  } else {
    await (counts === 'right' ? reservation.handBack() : reservation.clear());
  }
  return answer;
}
