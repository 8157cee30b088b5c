// mutt_oauth2.py as Debian ships it: prints what the server tells its person, waits at its pace, and keeps the tokens.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createBrowser } from '../support/browser.ts';
import { requireComponent, requirePrograms } from '../support/components.ts';
import { addTerminal, decideDevice, terminal } from '../support/device-world.ts';
import { alice, openWorld } from '../support/world.ts';

const script = '/usr/share/doc/mutt/examples/mutt_oauth2.py';
const skip =
  requirePrograms('oathtool', 'python3') ||
  requireComponent(script, () => readFileSync(script, 'utf8').includes('devicecode'));

test("mutt's own script connects by a code, and renews its token", { skip, timeout: 60_000 }, async () => {
  const world = await openWorld();
  const directory = mkdtempSync(join(tmpdir(), 'postern-mutt-'));
  try {
    await addTerminal(world);
    const file = join(directory, 'mutt_oauth2.py');
    writeFileSync(file, configure(readFileSync(script, 'utf8'), world.postern.issuer));
    const tokens = join(directory, 'tokens');

    const connecting = run(
      [file, '--authorize', '--verbose', tokens],
      'google\ndevicecode\nalice@example.test\n',
    );
    const [, code = ''] = await connecting.until(/ enter the code ([A-Z]{4}-[A-Z]{4})\./);
    await decideDevice(world, createBrowser(world.postern.issuer), code);
    const first = (await connecting.end).trim().split(/\s/).at(-1) ?? '';
    assert.equal((await world.introspect(first)).username, alice.username);

    world.postern.advanceClock(2 * 60 * 60_000);
    writeFileSync(
      tokens,
      readFileSync(tokens, 'utf8').replace(/("access_token_expiration": ")[^"]*/, '$12001-01-01T00:00:00'),
    );
    const second = (await run([file, tokens], '').end).trim().split(/\s/).at(-1) ?? '';
    assert.notEqual(second, first);
    assert.equal((await world.introspect(second)).username, alice.username);
  } finally {
    rmSync(directory, { recursive: true, force: true });
    await world.close();
  }
});

/** What a person changes in the script before the first use: the addresses, and how the file is sealed. */
function configure(source: string, issuer: string): string {
  return source
    .replace(/ENCRYPTION_PIPE = \[[^\]]*\]/, "ENCRYPTION_PIPE = ['cat']")
    .replace(/DECRYPTION_PIPE = \[[^\]]*\]/, "DECRYPTION_PIPE = ['cat']")
    .replace('https://oauth2.googleapis.com/device/code', `${issuer}/device_authorization`)
    .replace('https://accounts.google.com/o/oauth2/token', `${issuer}/token`)
    .replace('https://mail.google.com/', 'mail')
    .replace("'client_id': ''", `'client_id': '${terminal.clientId}'`);
}

function run(args: readonly string[], input: string) {
  const child = spawn('python3', ['-u', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  child.stdin.end(input);
  const end = new Promise<string>((resolve, reject) => {
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`the script ended with ${code}:\n${output}`)),
    );
  });
  const until = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(output);
        if (found !== null) {
          resolve(found);
        }
      };
      child.stdout.on('data', look);
      end.catch(reject);
    });
  return { end, until };
}
