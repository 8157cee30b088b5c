// What an error of the MongoDB driver means to the port.

import {
  MongoAPIError,
  MongoClientClosedError,
  MongoError,
  MongoExpiredSessionError,
  MongoNotConnectedError,
  MongoServerClosedError,
  MongoServerError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
} from 'mongodb';
import { StoreUnavailableError } from '../store.ts';

const duplicateKey = 11000;

/**
 * Answers of a server that is going, coming or overloaded, or that does not take our password at the moment:
 * https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
 */
const passing: ReadonlySet<number> = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  18, // AuthenticationFailed
  43, // CursorNotFound
  50, // MaxTimeMSExpired
  64, // WriteConcernTimeout
  89, // NetworkTimeout
  91, // ShutdownInProgress
  100, // UnsatisfiableWriteConcern
  133, // FailedToSatisfyReadPreference
  189, // PrimarySteppedDown
  262, // ExceededTimeLimit
  9001, // SocketException
  10107, // NotWritablePrimary
  11600, // InterruptedAtShutdown
  11602, // InterruptedDueToReplStateChange
  13435, // NotPrimaryNoSecondaryOk
  13436, // NotPrimaryOrSecondary
]);

/** Runs database calls; what is the database's fault comes out as `StoreUnavailableError`, a bug as itself. */
export async function guarded<R>(run: () => Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    throw isUnavailable(error) ? new StoreUnavailableError(error) : error;
  }
}

/** The id, or a value of a unique key, is another document's; nothing was written. */
export function isTaken(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === duplicateKey;
}

function isUnavailable(error: unknown): boolean {
  if (error instanceof MongoServerError) {
    const isUnconfirmed =
      error instanceof MongoWriteConcernError || error.hasErrorLabel('RetryableWriteError');
    return isUnconfirmed || passing.has(Number(error.code));
  }
  if (error instanceof MongoAPIError) {
    return isClosed(error);
  }
  return error instanceof MongoError;
}

function isClosed(error: MongoAPIError): boolean {
  return (
    error instanceof MongoClientClosedError ||
    error instanceof MongoExpiredSessionError ||
    error instanceof MongoNotConnectedError ||
    error instanceof MongoServerClosedError ||
    error instanceof MongoTopologyClosedError
  );
}
