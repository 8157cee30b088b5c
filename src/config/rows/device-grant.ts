// Settings of programs that show a code, which their person types in a browser elsewhere (RFC 8628).

import { duration, yesOrNo } from '../kinds.ts';
import { row } from '../row.ts';

export const deviceGrantRows = {
  deviceFlow: row(yesOrNo, {
    name: 'POSTERN_DEVICE_FLOW',
    default: 'yes',
    meaning: '`yes`: programs without a browser of their own may show a code that people type at `/device`',
  }),
  deviceCodeLife: row(duration({ least: '1s', most: '10m' }), {
    name: 'POSTERN_DEVICE_CODE_LIFE',
    default: '10m',
    meaning: 'how long such a code works',
  }),
} as const;
