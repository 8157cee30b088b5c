// Paths as they may stand in the log.

/** The id of a sign-in under way stands in its path. */
export function maskPath(path: string): string {
  return path.replace(/^(\/(?:interaction|authorize|device)\/)[^/]+/, '$1…');
}
