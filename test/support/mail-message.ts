// A message left at a submission server as curl does it, and waited for in a mailbox.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { getProgram } from './components.ts';
import { type CurlLogin, type CurlResult, fetchWithCurl, openInboxWithCurl } from './imap-curl.ts';

export interface Submission extends CurlLogin {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
}

/** Exit code 67: the login was refused. 55 and 56: the server said no to sender, recipient or message. */
export async function submitWithCurl(submission: Submission): Promise<CurlResult> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-message-'));
  try {
    const file = join(directory, 'message');
    const { from, to, subject } = submission;
    writeFileSync(file, `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\n\r\nThe mail arrives.\r\n`);
    return await curl(submission, file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Passwords and tokens go in by stdin, so that neither stands in a process list. */
async function curl(submission: Submission, file: string): Promise<CurlResult> {
  const { port, user, token, password = '', from, to } = submission;
  const lines = [
    `url = "smtp://127.0.0.1:${port}/client.example.test"`,
    'max-time = 20',
    `mail-from = "${from}"`,
    `mail-rcpt = "${to}"`,
    `upload-file = "${file}"`,
    ...(token === undefined
      ? [`user = "${user}:${password}"`, 'login-options = "AUTH=PLAIN"']
      : [`user = "${user}"`, `oauth2-bearer = "${token}"`]),
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

/** The message with this subject, from the server's INBOX; throws when it has not come after ten seconds. */
export async function awaitMessage(login: CurlLogin, subject: string): Promise<string> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const { stdout } = await openInboxWithCurl(login);
    const newest = Number(/^\* SEARCH .*?(\d+)\s*$/.exec(stdout)?.[1] ?? 0);
    for (let sequence = newest; sequence > 0; sequence -= 1) {
      const message = (await fetchWithCurl(login, sequence)).stdout;
      if (message.includes(`Subject: ${subject}\r\n`)) {
        return message;
      }
    }
    await wait(100);
  }
  throw new Error(`no message "${subject}" came`);
}
