// What the operating system refuses, in words that say what to do: a port in use, a file that is not there.

interface SystemError extends Error {
  readonly code: string;
  readonly path?: string;
  /** Of a listener: an IP address, or the path of a socket. */
  readonly address?: string;
  readonly port?: number;
}

/** Undefined for what is no error of the operating system. */
export function describeSystemError(error: unknown): string | undefined {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) {
    return undefined;
  }
  const failed = error as SystemError;
  return (failed.address === undefined ? tellFile(failed) : tellListener(failed)) ?? failed.message;
}

function tellListener({ code, address, port = -1 }: SystemError): string | undefined {
  const place = port < 0 ? address : `${address?.includes(':') ? `[${address}]` : address}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return `${place} is in use already: stop what listens there, or give another POSTERN_LISTEN (and with it POSTERN_ISSUER, where its port is in that address)`;
    case 'EADDRNOTAVAIL':
      return `this machine has no address ${address}: give another POSTERN_LISTEN`;
    case 'EACCES':
      return `this user may not listen on ${place}: give another POSTERN_LISTEN`;
    default:
      return undefined;
  }
}

function tellFile({ code, path }: SystemError): string | undefined {
  const why = {
    ENOENT: 'there is no such file or directory',
    EEXIST: 'it is there already',
    EACCES: 'this user may not open it',
    EPERM: 'this user may not open it',
    EISDIR: 'it is a directory',
    ENOTDIR: 'a part of this path is no directory',
    ENOSPC: 'there is no space left',
    EROFS: 'it cannot be written there',
  }[code];
  return path === undefined || why === undefined ? undefined : `${path}: ${why}`;
}
