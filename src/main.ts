#!/usr/bin/env node
// The command line's front door: tells an old Node that it is too old, before anything newer is loaded.

const [major = 0] = process.versions.node.split('.').map(Number);

if (major < 24) {
  process.stderr.write(
    `postern: needs Node.js 24 or newer, not ${process.version} (npm start and npx postern bring their own)\n`,
  );
  process.exitCode = 1;
} else {
  stopWithParent();
  const { runCli } = await import('./cli/run-cli.ts');
  const { stdin, stdout, stderr } = process;
  process.exitCode = await runCli({ words: process.argv.slice(2), env: process.env, stdin, stdout, stderr });
}

/** A signal that stops `npm start` reaches npm's shell and not us: when the shell is gone, we go too. */
function stopWithParent(): void {
  if (process.env.npm_lifecycle_event !== undefined) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 250).unref();
  }
}
