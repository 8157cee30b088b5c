// One run of the command line: finds the command, reads its words and the settings, runs it, tells how it ended.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { systemClock } from '../base/clock.ts';
import { createLog, type Log } from '../base/log.ts';
import { type Environment, readConfig } from '../config/read-config.ts';
import type { Settings } from '../config/settings.ts';
import type { Parts } from '../open-parts.ts';
import { commands } from './commands.ts';
import { plain } from './frame/columns.ts';
import type { Command, Context } from './frame/command.ts';
import { findCommand } from './frame/find-command.ts';
import { helpOnCommand, helpOnCommands } from './frame/help.ts';
import { type ParsedArguments, parseArguments } from './frame/parse-arguments.ts';
import { describeFailure, Refusal, UsageError } from './frame/refusals.ts';
import { createTerminal, type Streams, type Terminal } from './frame/terminal.ts';

export interface CliRun extends Streams {
  /** The words after `postern`. */
  readonly words: readonly string[];
  readonly env: Environment;
}

/** Answers the exit code: 0 done, 1 refused or failed, 2 wrong usage or settings. */
export async function runCli({ words, env, ...streams }: CliRun): Promise<0 | 1 | 2> {
  // Whoever reads our output may stop reading (`postern accounts list | head`).
  streams.stdout.on('error', () => {});
  const terminal = createTerminal(streams);
  if (words[0] === '--version') {
    terminal.print(`postern ${readVersion()}`);
    return 0;
  }
  const found = attempt(() => findCommand(commands, words), terminal, 'postern');
  if (typeof found === 'number') {
    return found;
  }
  if ('commands' in found) {
    terminal.print(helpOnCommands(found.commands, found.group));
    return 0;
  }
  const { command, rest } = found;
  if (wantsHelp(rest)) {
    terminal.print(helpOnCommand(command));
    return 0;
  }
  const parsed = attempt(() => parseArguments(command, rest), terminal, `postern ${command.name}`);
  if (typeof parsed === 'number') {
    return parsed;
  }
  const config = readConfig(env, (path) => readFileSync(path, 'utf8'));
  if ('mistakes' in config) {
    for (const mistake of config.mistakes) {
      terminal.note(`postern: ${mistake}`);
    }
    return 2;
  }
  return runCommand(command, parsed, { settings: config.settings, terminal, streams });
}

interface Surroundings {
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly streams: Streams;
}

async function runCommand(
  command: Command,
  parsed: ParsedArguments,
  given: Surroundings,
): Promise<0 | 1 | 2> {
  const { settings, terminal } = given;
  const log = createCommandLog(command, given);
  let parts: Parts | undefined;
  const openFirst = async (): Promise<Parts> => {
    const { openParts } = await import('../open-parts.ts');
    const made = command.isServer ? undefined : findNewStore(settings);
    parts = await openParts(settings, log);
    if (made !== undefined) {
      terminal.note(`postern: made a new, empty store in ${made}`);
    }
    return parts;
  };
  const open = async (): Promise<Parts> => parts ?? openFirst();
  try {
    const hasConsent = await askFirst(command, parsed, { terminal, open });
    const answer = await command.run(parsed.input, { settings, terminal, open, hasConsent });
    if (answer !== undefined && (parsed.wantsJson || answer.text !== '')) {
      terminal.print(parsed.wantsJson ? JSON.stringify(answer.json, null, 2) : answer.text);
    }
    if (parsed.wantsJson && answer?.warning !== undefined) {
      terminal.note(answer.warning);
    }
    return answer?.isNo ? 1 : 0;
  } catch (error) {
    const { exitCode, line, isUnexpected } = describeFailure(error);
    if (isUnexpected) {
      log.error('command failed', { command: command.name }, error);
    }
    terminal.note(`postern ${command.name}: ${line}`);
    return exitCode;
  } finally {
    await parts?.close();
  }
}

/** Where the store is about to be made: whoever runs a command in another folder than the server's is told. */
function findNewStore({ store }: Settings): string | undefined {
  return store.kind !== 'sqlite' || existsSync(store.file) ? undefined : plain(dirname(resolve(store.file)));
}

/** A server's log is its output. Other commands speak for themselves, and tell the rest on request only. */
function createCommandLog(command: Command, { settings, streams }: Surroundings): Log {
  const isSilent = !command.isServer && settings.logLevel !== 'debug';
  const stream = command.isServer ? streams.stdout : streams.stderr;
  const write = (line: string): void => {
    if (!isSilent) {
      stream.write(line);
    }
  };
  return createLog({ level: settings.logLevel, clock: systemClock, write });
}

/** Whether there is consent to what needs it. Throws where there is none to go on. */
async function askFirst(
  command: Command,
  parsed: ParsedArguments,
  { terminal, open }: Pick<Context, 'terminal' | 'open'>,
): Promise<boolean> {
  const question = parsed.saysYes ? undefined : await command.question?.(parsed.input, { open });
  if (question === undefined) {
    return parsed.saysYes;
  }
  const { text, isNeeded } = typeof question === 'string' ? { text: question, isNeeded: false } : question;
  if (terminal.isInteractive) {
    const answer = await terminal.ask(`${text} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) {
      throw new Refusal('nothing was changed');
    }
  } else if (isNeeded) {
    throw new UsageError(`--yes is missing, and there is no terminal to ask on: ${text}`);
  }
  return isNeeded;
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return String(version);
}

function wantsHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  const options = end < 0 ? words : words.slice(0, end);
  return options.some((word) => word === '--help' || word === '-h');
}

/** What `read` finds, or the exit code after its complaint was told. */
function attempt<T extends object>(read: () => T, terminal: Terminal, who: string): T | 1 | 2 {
  try {
    return read();
  } catch (error) {
    const { exitCode, line } = describeFailure(error);
    terminal.note(`${who}: ${line} (see ${who} --help)`);
    return exitCode;
  }
}
