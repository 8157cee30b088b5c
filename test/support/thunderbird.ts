// A real Thunderbird of our own on a screen that nobody sees: policies as printed, one account by OAuth2, and a browser that only tells which page was asked for.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { getProgram, requireComponent, requirePrograms, type SkipReason } from './components.ts';
import { endGroup, type ProgramHome } from './program-home.ts';
import { startThunderbirdHand, type ThunderbirdHand } from './thunderbird-hand.ts';

export interface ThunderbirdAccount {
  readonly address: string;
  /** The user name at both servers. */
  readonly login: string;
  readonly imap: { readonly host: string; readonly port: number };
  readonly smtp: { readonly host: string; readonly port: number };
}

export interface Thunderbird extends Pick<ThunderbirdHand, 'findMessage' | 'send'> {
  start(): Promise<void>;
  /** As a session's end does it: what it has learned is on disk afterwards. */
  stop(): Promise<void>;
  /** The addresses that it asked the browser for, over all starts. */
  opened(): readonly string[];
  /** Waits for so many. `confirming`: says yes to the question that stands before them. */
  untilOpened(count: number, options?: { readonly confirming: boolean }): Promise<string>;
  close(): Promise<void>;
}

const program = '/usr/lib/thunderbird';
const startDeadlineMs = 90_000;
/** A token is on disk a few seconds after it has come; one that is lost with a crash leaves a spent one behind. */
const writesWithinMs = 5000;

export function requireThunderbird(): SkipReason {
  return (
    requirePrograms('Xvfb', 'xdotool') ||
    requireComponent('thunderbird', () => existsSync(join(program, 'thunderbird-bin')))
  );
}

/** `policies`: the file for an administrator's machines, as it is printed. */
export async function createThunderbird(
  home: ProgramHome,
  account: ThunderbirdAccount,
  policies: string,
): Promise<Thunderbird> {
  // Policies of a machine are read from beside the program: this one has a copy.
  cpSync(program, join(home.path, 'thunderbird'), { recursive: true });
  home.write('thunderbird/distribution/policies.json', policies);
  home.write('profile/user.js', renderPreferences(account));
  const hand = await startThunderbirdHand();
  home.write(`profile/extensions/${hand.extensionId}.xpi`, hand.extension);
  installBrowser(home);
  const screen = await openScreen(home);
  let running: ChildProcess | undefined;

  const opened = (): readonly string[] => {
    const file = join(home.path, 'opened');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  };
  const stop = async (): Promise<void> => {
    if (running !== undefined) {
      await wait(writesWithinMs);
      running.kill('SIGTERM');
      await Promise.race([new Promise((resolve) => running?.once('close', resolve)), wait(20_000)]);
      await endGroup(running);
      running = undefined;
    }
  };
  return {
    start: async () => {
      const env = {
        ...home.env,
        DISPLAY: screen.display,
        GDK_BACKEND: 'x11',
        MOZ_CRASHREPORTER_DISABLE: '1',
      };
      running = spawn(
        join(home.path, 'thunderbird', 'thunderbird-bin'),
        ['--no-remote', '--profile', join(home.path, 'profile')],
        { cwd: home.path, env, stdio: 'ignore', detached: true },
      );
      await hand.untilThere(startDeadlineMs);
    },
    stop,
    opened,
    untilOpened: async (count, { confirming } = { confirming: false }) => {
      for (const deadline = Date.now() + startDeadlineMs; opened().length < count; await wait(500)) {
        if (Date.now() > deadline) {
          throw new Error(`${opened().length} of ${count} pages were asked for`);
        }
        if (confirming) {
          await screen.press('Return');
        }
      }
      return opened()[count - 1] ?? '';
    },
    findMessage: hand.findMessage,
    send: hand.send,
    close: async () => {
      await stop();
      await screen.close();
      await hand.close();
    },
  };
}

/** What the desktop opens web pages with: a script that writes the address down. */
function installBrowser(home: ProgramHome): void {
  home.write('browser', `#!/bin/sh\nprintf '%s\\n' "$1" >> "${home.path}/opened"\n`, 0o700);
  const entry = ['[Desktop Entry]', 'Type=Application', 'Name=Browser', `Exec=${home.path}/browser %u`];
  const schemes = ['x-scheme-handler/http', 'x-scheme-handler/https'];
  home.write(
    '.local/share/applications/browser.desktop',
    `${entry.join('\n')}\nMimeType=${schemes.join(';')};\n`,
  );
  const handlers = schemes.map((scheme) => `${scheme}=browser.desktop\n`).join('');
  home.write('.config/mimeapps.list', `[Default Applications]\n${handlers}`);
}

interface Screen {
  readonly display: string;
  /** In the window that has the focus. */
  press(key: string): Promise<unknown>;
  close(): Promise<void>;
}

async function openScreen(home: ProgramHome): Promise<Screen> {
  const screen = spawn(
    getProgram('Xvfb'),
    ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
    { env: home.env, stdio: ['ignore', 'pipe', 'ignore'], detached: true },
  );
  const display = await new Promise<string>((resolve, reject) => {
    screen.once('close', () => reject(new Error('there is no screen')));
    screen.stdout.once('data', (chunk: Buffer) => resolve(`:${chunk.toString('utf8').trim()}`));
  });
  const env = { ...home.env, DISPLAY: display };
  return {
    display,
    press: (key) => promisify(execFile)(getProgram('xdotool'), ['key', key], { env }),
    close: () => endGroup(screen),
  };
}

/** The account as the assistant leaves it behind; everything beyond this machine is out of reach. */
function renderPreferences({ address, login, imap, smtp }: ThunderbirdAccount): string {
  const preferences: Readonly<Record<string, string | number | boolean>> = {
    'mail.accountmanager.accounts': 'account1,account2',
    'mail.accountmanager.defaultaccount': 'account1',
    'mail.accountmanager.localfoldersserver': 'server2',
    'mail.account.account1.identities': 'id1',
    'mail.account.account1.server': 'server1',
    'mail.account.account2.server': 'server2',
    'mail.identity.id1.fullName': 'Alice Archer',
    'mail.identity.id1.useremail': address,
    'mail.identity.id1.smtpServer': 'smtp1',
    'mail.identity.id1.valid': true,
    'mail.server.server1.type': 'imap',
    'mail.server.server1.name': address,
    'mail.server.server1.hostname': imap.host,
    'mail.server.server1.port': imap.port,
    'mail.server.server1.userName': login,
    'mail.server.server1.socketType': 0,
    // OAuth2 (nsMsgAuthMethod).
    'mail.server.server1.authMethod': 10,
    'mail.server.server1.login_at_startup': true,
    'mail.server.server1.check_new_mail': true,
    'mail.server.server2.type': 'none',
    'mail.server.server2.hostname': 'Local Folders',
    'mail.server.server2.userName': 'nobody',
    'mail.smtpservers': 'smtp1',
    'mail.smtp.defaultserver': 'smtp1',
    'mail.smtpserver.smtp1.hostname': smtp.host,
    'mail.smtpserver.smtp1.port': smtp.port,
    'mail.smtpserver.smtp1.username': login,
    'mail.smtpserver.smtp1.try_ssl': 0,
    'mail.smtpserver.smtp1.authMethod': 10,
    'extensions.autoDisableScopes': 0,
    'network.protocol-handler.warn-external.http': false,
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': 9,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': 9,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'app.update.auto': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'mailnews.start_page.enabled': false,
    'mail.shell.checkDefaultClient': false,
    'mail.rights.version': 1,
  };
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`,
  );
  return `${lines.join('\n')}\n`;
}
