// A terminal for programs that need one: tmux on a socket of its own, its keys pressed and its screen read by a test.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { getProgram } from './components.ts';
import type { ProgramHome } from './program-home.ts';

export interface Terminal {
  screen(): Promise<string>;
  /** Names of keys as tmux has them, such as `Enter`; other words are typed as they are. */
  press(...keys: readonly string[]): Promise<void>;
  /** Waits until the screen shows it; throws with the last screen after twenty seconds. */
  until(pattern: RegExp): Promise<string>;
  /** Ends the program and its terminal. */
  close(): Promise<void>;
}

const run = promisify(execFile);
const deadlineMs = 20_000;

/** `command`: for a shell, in the home directory. */
export async function openTerminal(home: ProgramHome, command: string): Promise<Terminal> {
  const socket = join(home.path, 'terminal');
  const tmux = async (...args: readonly string[]): Promise<string> => {
    const given = ['-S', socket, '-f', '/dev/null', ...args];
    const { stdout } = await run(getProgram('tmux'), given, { env: home.env, timeout: deadlineMs });
    return stdout;
  };
  // The program's last words stay on the screen when it has ended.
  const kept = `cd ${home.path}; ${command}; echo "ended with $?"; sleep 60`;
  await tmux('new-session', '-d', '-s', 'program', '-x', '120', '-y', '40', 'sh', '-c', kept);
  const screen = () => tmux('capture-pane', '-p', '-t', 'program');
  return {
    screen,
    press: async (...keys) => {
      await tmux('send-keys', '-t', 'program', ...keys);
    },
    until: async (pattern) => {
      for (const deadline = Date.now() + deadlineMs; ; ) {
        const shown = await screen();
        if (pattern.test(shown)) {
          return shown;
        }
        if (Date.now() > deadline) {
          throw new Error(`the screen never showed ${pattern}:\n${shown}`);
        }
        await wait(50);
      }
    },
    close: async () => {
      await tmux('kill-server');
    },
  };
}
