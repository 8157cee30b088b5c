// What a command line's store holds, beside what its commands tell: the parts on it, opened by the test itself.

import assert from 'node:assert/strict';
import { systemClock } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { openParts, type Parts } from '../../src/open-parts.ts';
import type { CliInProcess } from './cli-in-process.ts';

export async function withCliParts<T>(
  { dataDirectory }: Pick<CliInProcess, 'dataDirectory'>,
  use: (parts: Parts) => Promise<T>,
): Promise<T> {
  const config = readConfig({ POSTERN_DATA_DIR: dataDirectory }, () => '');
  assert.ok('settings' in config);
  const log = createLog({ level: 'error', clock: systemClock, write: () => {} });
  const parts = await openParts(config.settings, log);
  return use(parts).finally(() => parts.close());
}
