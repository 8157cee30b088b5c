// The command line as a process: exit codes, signals, a real terminal, and no secret where none was promised.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { requirePrograms } from '../support/components.ts';
import { type PosternProcess, startPostern } from '../support/postern-process.ts';
import { entryPoint, runPosternCli } from '../support/postern-process-cli.ts';
import { until } from '../support/until.ts';

const directory = mkdtempSync(join(tmpdir(), 'postern-cli-flow-'));
const env = { PATH: process.env.PATH, POSTERN_DATA_DIR: directory };
const password = 'canary-of-a-door-beside-the-gate';

let postern: PosternProcess;
before(async () => {
  postern = await startPostern();
});
after(async () => {
  await postern.close();
  rmSync(directory, { recursive: true, force: true });
});

test('bin.postern of package.json is the front door, and it can be executed', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.ok(entryPoint.endsWith(`/${manifest.bin.postern}`));
  assert.match(readFileSync(entryPoint, 'utf8'), /^#!\/usr\/bin\/env node\n/);
});

test('a process ends with 0, 1 or 2', async () => {
  const list = await runPosternCli(['accounts', 'list', '--json'], env);
  assert.deepEqual([list.code, list.json()], [0, { accounts: [] }]);
  assert.match(list.stderr, /^postern: made a new, empty store in \S+\n$/);
  const show = await runPosternCli(['accounts', 'show', 'nobody'], env);
  assert.deepEqual(
    [show.code, show.stdout, show.stderr],
    [1, '', 'postern accounts show: there is no account "nobody"\n'],
  );
  const wrong = await runPosternCli(['accounts', 'dance'], env);
  assert.equal(wrong.code, 2);
});

test('an old Node is told so in one line', async () => {
  const pretend = `Object.defineProperty(process, 'versions', { value: { node: '22.18.0' } }); Object.defineProperty(process, 'version', { value: 'v22.18.0' });`;
  const options = `--import=data:text/javascript,${encodeURIComponent(pretend)}`;
  const { code, stdout, stderr } = await runPosternCli(['--help'], { ...env, NODE_OPTIONS: options });
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^postern: needs Node\.js 24 or newer, not v22\.18\.0 [^\n]+\n$/);
});

test('a reader that leaves early is no failure', async () => {
  const child = spawn(process.execPath, [entryPoint, '--help'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')]);
  assert.deepEqual([child.exitCode, stderr], [0, '']);
});

test('the server says where it listens, and the set-up link on stderr only', () => {
  const listening = postern.log.find(({ msg }) => msg === 'listening');
  assert.equal(listening?.issuer, postern.issuer);
  const link = postern.setupLink();
  const lines = postern.stderr().split('\n');
  assert.deepEqual([lines.length, lines[0]?.endsWith(link), lines[1]], [2, true, '']);
  assert.equal(JSON.stringify(postern.log).includes(new URL(link).searchParams.get('token') ?? '?'), false);
});

test('commands work beside a running server, and SIGTERM ends it with 0', async () => {
  await postern.cliJson(['accounts', 'add', 'alice', '--password-stdin'], { stdin: password });
  assert.equal(await postern.stop(), 0);
  assert.equal((await postern.cliJson(['accounts', 'show', 'alice'])).username, 'alice');
  await postern.start();
});

test('every start makes a new link, until there is a super administrator', async () => {
  const before = postern.setupLink();
  await postern.restart();
  assert.notEqual(postern.setupLink(), before);
  await postern.cliJson(['accounts', 'add', 'root', '--role', 'superadmin', '--password-stdin'], {
    stdin: password,
  });
  const told = postern.stderr();
  await postern.restart();
  assert.equal(postern.stderr(), told);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends a server with 0, also while it starts`, async () => {
    for (const until of ['store opened', 'listening']) {
      const child = spawn(process.execPath, [entryPoint, 'serve'], {
        env: { ...env, POSTERN_LISTEN: '127.0.0.1:0' },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        if (chunk.includes(`"msg":"${until}"`)) {
          child.kill(signal);
        }
      });
      await once(child, 'close');
      assert.deepEqual([child.exitCode, child.signalCode], [0, null], until);
    }
  });
}

test('a server that cannot have its address ends with 1 and one line', async () => {
  const { code, stderr } = await runPosternCli(['serve'], {
    ...env,
    POSTERN_LISTEN: `127.0.0.1:${postern.port}`,
  });
  assert.equal(code, 1);
  assert.ok(stderr.startsWith(`postern serve: 127.0.0.1:${postern.port} is in use already: `), stderr);
  assert.match(stderr, /^[^\n]*POSTERN_LISTEN[^\n]*\n$/);
});

test('the log names the program and the path that were refused', async () => {
  const address = new URL('/authorize?client_id=misspelt&response_type=code', postern.issuer);
  assert.equal((await fetch(address)).status, 400);
  assert.equal((await fetch(new URL('/nothing/here?token=hidden', postern.issuer))).status, 404);
  const named = (message: string, fact: object): Promise<void> => {
    const isIt = (line: object): boolean => isDeepStrictEqual({ ...line, ...fact, msg: message }, line);
    return until(() => postern.log.some(isIt), `${message}: ${JSON.stringify(fact)}`);
  };
  await named('authorization refused', { clientId: 'misspelt' });
  await named('request refused', { code: 'not-found', path: '/nothing/here' });
  assert.ok(!JSON.stringify(postern.log).includes('hidden'));
});

test('a server whose links lead to another port of this machine warns of it', async () => {
  const own = postern.log.filter(({ msg }) => msg.startsWith('POSTERN_ISSUER names'));
  assert.deepEqual(own, []);
  const serving = { ...env, POSTERN_LISTEN: '127.0.0.1:0', POSTERN_ISSUER: 'http://localhost:9' };
  const child = spawn(process.execPath, [entryPoint, 'serve'], {
    env: serving,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    told += chunk;
    if (told.includes('POSTERN_ISSUER names another port')) {
      child.kill();
    }
  });
  const late = setTimeout(() => child.kill(), 30_000);
  await once(child, 'close');
  clearTimeout(late);
  assert.match(told, /"msg":"listening","issuer":"http:\/\/localhost:9","listen":"127\.0\.0\.1:\d+"/);
  assert.match(told, /"level":"warn","msg":"POSTERN_ISSUER names another port than POSTERN_LISTEN/);
});

test('no output holds a secret but the ones promised, not even the log at its most talkative', async () => {
  const chatty = { env: { POSTERN_LOG_LEVEL: 'debug' } };
  const outputs: string[] = [];
  const run = async (words: readonly string[], stdin = ''): Promise<string> => {
    const { stdout, stderr } = await postern.cli(words, { ...chatty, stdin });
    outputs.push(stdout, stderr);
    return stdout;
  };
  const json = async (words: readonly string[]): Promise<Record<string, unknown>> => {
    const { stdout } = await postern.cli([...words, '--json'], chatty);
    return JSON.parse(stdout);
  };
  const factor = await json(['otp', 'enrol', 'alice']);
  const secret = new URL(String(factor.url)).searchParams.get('secret') ?? '';
  const codes = factor.recovery_codes as string[];
  const client = await json([
    'clients',
    'add',
    '--preset',
    'web',
    '--id',
    'web',
    '--redirect-uri',
    'https://a.test/',
  ]);
  const service = await json(['services', 'add', 'mx']);
  const masterKey = readFileSync(join(postern.dataDirectory, 'master.key'), 'utf8').trim();

  await run(['accounts', 'set-password', 'alice', '--password-stdin'], password);
  await run(['accounts', 'add', 'alice', '--password-stdin'], password);
  await run(['otp', 'add', 'alice', String(factor.url)]);
  await run(['otp', 'add', 'alice', `${factor.url}&digits=5`]);
  for (const words of [
    ['accounts', 'show', 'alice'],
    ['accounts', 'list'],
    ['otp', 'status', 'alice'],
    ['clients', 'show', 'web'],
    ['clients', 'list'],
    ['services', 'list'],
    ['devices', 'list', 'alice'],
    ['config'],
  ]) {
    await run(words);
    await run([...words, '--json']);
  }
  const all = outputs.join('\n') + JSON.stringify(postern.log) + postern.stderr();
  assert.match(all, /"username": "alice"/);
  const secrets = [password, secret, ...codes, client.client_secret, service.secret, masterKey, '$argon2'];
  for (const canary of secrets) {
    assert.equal(all.includes(String(canary)), false, `${String(canary).slice(0, 4)}… was printed`);
  }
});

/** Runs a command in a terminal of its own; the person answers each question once it stands there. */
async function runInTerminal(
  words: readonly string[],
  answers: readonly [question: string, answer: string][],
) {
  const command = [process.execPath, entryPoint, ...words].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...env, TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const left = [...answers];
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    screen += chunk;
    const [question, answer] = left[0] ?? [];
    if (question !== undefined && screen.includes(question)) {
      left.shift();
      child.stdin.write(`${answer}\r`);
    }
  });
  await once(child, 'close');
  return { code: child.exitCode, screen };
}

const skip = requirePrograms('script');

test('at a real terminal a password is asked twice and never seen', { skip }, async () => {
  const added = await runInTerminal(
    ['accounts', 'add', 'tess'],
    [
      ['New password: ', password],
      ['Once more: ', password],
    ],
  );
  assert.equal(added.code, 0, added.screen);
  assert.match(added.screen, /tess was added\./);
  assert.equal(added.screen.includes(password), false);
  const { password: kind } = (await runPosternCli(['accounts', 'show', 'tess', '--json'], env)).json();
  assert.equal(kind, 'given');
});

test('at a real terminal a destructive command asks first', { skip }, async () => {
  const kept = await runInTerminal(['accounts', 'delete', 'tess'], [['Delete tess for good?', 'n']]);
  assert.equal(kept.code, 1, kept.screen);
  const deleted = await runInTerminal(['accounts', 'delete', 'tess'], [['Delete tess for good?', 'y']]);
  assert.equal(deleted.code, 0, deleted.screen);
  assert.equal((await runPosternCli(['accounts', 'show', 'tess'], env)).code, 1);
});

test('at a real terminal a QR code is black on white', { skip }, async () => {
  await runPosternCli(['accounts', 'add', 'quinn', '--password-stdin'], env, { stdin: password });
  const { screen } = await runInTerminal(['otp', 'enrol', 'quinn'], []);
  assert.ok(screen.includes('\u001b[30;107m    █▀▀▀▀▀█'), screen);
});
