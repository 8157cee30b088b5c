// Preloaded into a child process: its clock runs ahead of the real one by the milliseconds that a file names.

import { readFileSync } from 'node:fs';

const file = process.env.POSTERN_TEST_CLOCK_FILE;

if (file !== undefined) {
  const RealDate = Date;
  const realNow = RealDate.now.bind(RealDate);
  // Read at every call: a test that wrote the file sees the new time in its next request.
  const movedNow = (): number => realNow() + Number(readFileSync(file, 'utf8'));

  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [movedNow()] : values, newTarget),
    apply: () => new RealDate(movedNow()).toString(),
    get: (target, key, receiver) => (key === 'now' ? movedNow : Reflect.get(target, key, receiver)),
  });
}
