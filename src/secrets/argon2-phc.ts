// Argon2id hashes as text: the PHC string format, read strictly and written one way.

export interface Argon2Cost {
  readonly memoryKiB: number;
  readonly passes: number;
}

export interface Argon2Hash extends Argon2Cost {
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** An imported hash must not be able to ask for all the memory there is. */
const mostMemoryKiB = 2_097_152;

const form =
  /^\$argon2id\$v=19\$m=([1-9]\d{0,6}),t=([1-9]\d?),p=([1-9]\d?)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Reads `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. Anything else throws an Error that does not repeat it. */
export function parsePhc(text: string): Argon2Hash {
  const [, memory, passes, lanes, salt, hash] = form.exec(text) ?? [];
  if (memory === undefined || salt === undefined || hash === undefined) {
    throw new Error('a password hash is not an Argon2id PHC string');
  }
  const parsed = {
    memoryKiB: Number(memory),
    passes: Number(passes),
    parallelism: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
  // Writing it again proves that nothing was read loosely, such as stray bits at the end of the base64.
  const isSound =
    formatPhc(parsed) === text &&
    parsed.memoryKiB >= 8 * parsed.parallelism &&
    parsed.memoryKiB <= mostMemoryKiB &&
    isWithin(parsed.salt, 8, 64) &&
    isWithin(parsed.hash, 16, 64);
  if (!isSound) {
    throw new Error('a password hash has parameters outside the limits');
  }
  return parsed;
}

export function formatPhc({ memoryKiB, passes, parallelism, salt, hash }: Argon2Hash): string {
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

function isWithin(bytes: Buffer, least: number, most: number): boolean {
  return bytes.length >= least && bytes.length <= most;
}
