// The file of a Unix socket: whose it is, and what a killed process left of it.

import { chmod, lstat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';

/** Removes a socket that nobody answers on. Leaves everything else there, so that listening fails. */
export async function removeStaleSocket(path: string): Promise<void> {
  const isSocket = await lstat(path).then(
    (found) => found.isSocket(),
    () => false,
  );
  if (isSocket && !(await isAnswered(path))) {
    await unlink(path);
  }
}

/** Peers on the socket are believed whom they speak for: owner and group only. */
export function admitGroup(path: string): Promise<void> {
  return chmod(path, 0o660);
}

function isAnswered(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = connect(path);
  probe.once('connect', () => resolve(true));
  probe.once('error', () => resolve(false));
  return promise.finally(() => probe.destroy());
}
