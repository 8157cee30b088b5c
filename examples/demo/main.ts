// npm run demo: Postern with two people, a sample app, a phone and a mailbox, until Ctrl-C; nothing is left behind.
// npm run demo [-- --port 3000]
// Postern listens there, the sample app on the next port, the start page on the one after; 0: any three that are free.

import { parseArgs } from 'node:util';
import { DemoError } from './demo-error.ts';

const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => resolve());
  }
});
stopWithParent();

try {
  const port = readPort();
  const { startDemo } = await loadDemo();
  const demo = await startDemo({ port });
  try {
    console.log(demo.greeting);
    await Promise.race([stopped, demo.failed]);
  } finally {
    await demo.close();
  }
  console.log('\nEverything has ended, and the store is gone.');
} catch (error) {
  if (!(error instanceof DemoError)) {
    throw error;
  }
  console.error(`demo: ${error.message}`);
  process.exitCode = error.exitCode;
}

function readPort(): number {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string', default: '3000' } } });
    if (/^\d{1,5}$/.test(values.port) && Number(values.port) <= 65_533) {
      return Number(values.port);
    }
  } catch {
    // Told below.
  }
  throw new DemoError('it knows one option, --port N (3000 unless given; 0 for any free ones)', 2);
}

/** The demo uses packages that a server does not need. */
async function loadDemo() {
  try {
    return await import('./start-demo.ts');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') {
      throw new DemoError('needs the development packages: run npm ci (without --omit=dev) first');
    }
    throw error;
  }
}

/** A signal that stops `npm run demo` reaches npm's shell and not us: when the shell is gone, we go too. */
function stopWithParent(): void {
  if (process.env.npm_lifecycle_event !== undefined) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 250).unref();
  }
}
