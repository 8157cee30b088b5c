// A number for every request, so that what a person reports is found in the log. Always ours, never the client's.

import type { IncomingMessage } from 'node:http';
import { randomId } from '../base/random-ids.ts';

const ids = new WeakMap<IncomingMessage, string>();

/** The same for the whole request, in our pages and in the provider's. */
export function requestIdOf(request: IncomingMessage): string {
  const known = ids.get(request);
  if (known !== undefined) {
    return known;
  }
  const made = randomId();
  ids.set(request, made);
  return made;
}
