// A mailbox as curl sees it: OAUTHBEARER by a program that is not ours.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getProgram } from './components.ts';

export interface CurlLogin {
  readonly port: number;
  readonly user: string;
  /** A bearer token, or a password for a PLAIN login. */
  readonly token?: string;
  readonly password?: string;
}

export interface CurlResult {
  /** 0 is success, 67 a refused login (curl's list of exit codes). */
  readonly code: number | null;
  readonly stdout: string;
  /** The whole conversation, as `curl -v` tells it. */
  readonly conversation: string;
}

export const refusedLogin = 67;

/** Logs in and opens INBOX. */
export function openInboxWithCurl(login: CurlLogin): Promise<CurlResult> {
  return curl(login, 'imap', '/INBOX?ALL');
}

/** Puts a message into INBOX (IMAP APPEND). */
export async function appendWithCurl(login: CurlLogin, message: string): Promise<CurlResult> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-message-'));
  try {
    const file = join(directory, 'message');
    writeFileSync(file, message);
    return await curl(login, 'imap', '/INBOX', [`upload-file = "${file}"`]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Reads a message of INBOX by its sequence number; `stdout` is the message. */
export function fetchWithCurl(login: CurlLogin, sequence: number): Promise<CurlResult> {
  return curl(login, 'imap', `/INBOX;MAILINDEX=${sequence}`);
}

/** Reads a message over POP3 by its number; `port` is that of POP3. */
export function fetchOverPop3WithCurl(login: CurlLogin, number: number): Promise<CurlResult> {
  return curl(login, 'pop3', `/${number}`);
}

/** Token and password go in by stdin, so that neither stands in a process list. */
async function curl(
  login: CurlLogin,
  scheme: 'imap' | 'pop3',
  path: string,
  more: readonly string[] = [],
): Promise<CurlResult> {
  const credentials =
    login.token === undefined
      ? [`user = "${login.user}:${login.password ?? ''}"`, 'login-options = "AUTH=PLAIN"']
      : [`user = "${login.user}"`, `oauth2-bearer = "${login.token}"`];
  const lines = [
    `url = "${scheme}://127.0.0.1:${login.port}${path}"`,
    'max-time = 20',
    ...credentials,
    ...more,
  ];
  const child = spawn(getProgram('curl'), ['-sSv', '-K', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(`${lines.join('\n')}\n`);
  const [stdout, conversation] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: child.exitCode, stdout, conversation };
}
