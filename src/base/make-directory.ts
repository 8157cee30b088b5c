// Makes a directory and what lies above it. Node's own recursive `mkdir` never ends where the system makes none, as below /proc.

import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** True when it was not there before. Throws what `mkdir` throws. `mode` is for the directories that are made. */
export function makeDirectory(path: string, mode = 0o777): boolean {
  try {
    mkdirSync(path, { mode });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) {
      return false;
    }
    if (code !== 'ENOENT' || !makeDirectory(dirname(path), mode)) {
      throw error;
    }
    mkdirSync(path, { mode });
    return true;
  }
}
