// Programs of the system that some tests need: absent ones are a reason to skip, or a failure where all are required.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The skip reason for `node:test`: `false` when the component is present. */
export type SkipReason = string | false;

/**
 * Tells whether a component is there. `probe` answers true for "present"; one that throws counts as absent.
 * With POSTERN_TEST_REQUIRE=all an absent component throws instead, so that nothing is skipped unseen.
 */
export function requireComponent(name: string, probe: () => boolean): SkipReason {
  if (isPresent(probe)) {
    return false;
  }
  const reason = `${name} is not installed`;
  if (process.env.POSTERN_TEST_REQUIRE === 'all') {
    throw new Error(`${reason}, and POSTERN_TEST_REQUIRE=all asks for every component`);
  }
  return reason;
}

/** The first reason to skip among several components. */
export function requirePrograms(...programs: readonly string[]): SkipReason {
  for (const program of programs) {
    const reason = requireComponent(program, () => findProgram(program) !== undefined);
    if (reason !== false) {
      return reason;
    }
  }
  return false;
}

/** The absolute path of a program; daemons are looked for in the system directories even where PATH lacks them. */
export function findProgram(name: string): string | undefined {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return directories.map((directory) => join(directory, name)).find(isExecutable);
}

export function getProgram(name: string): string {
  const path = findProgram(name);
  if (path === undefined) {
    throw new Error(`${name} is not installed`);
  }
  return path;
}

function isPresent(probe: () => boolean): boolean {
  try {
    return probe();
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
