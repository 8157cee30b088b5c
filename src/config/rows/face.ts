// Settings of what people and operators see: brand and log.

import { logLevels } from '../../base/log.ts';
import { oneOf } from '../kinds.ts';
import { row } from '../row.ts';
import { brandName, color } from '../special-kinds.ts';

export const faceRows = {
  brandName: row(brandName, {
    name: 'POSTERN_BRAND_NAME',
    default: 'Postern',
    meaning: 'shown on every page and in the authenticator app; without a colon',
  }),
  brandColor: row(color, {
    name: 'POSTERN_BRAND_COLOR',
    default: '#1d5c63',
    meaning: 'accent colour of the pages, `#rrggbb`',
  }),
  logLevel: row(oneOf(logLevels), {
    name: 'POSTERN_LOG_LEVEL',
    default: 'info',
    meaning: '`debug`, `info`, `warn` or `error`; the log is one JSON object a line on stdout',
  }),
} as const;
