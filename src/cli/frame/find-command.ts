// Which command the first words name, or which help they ask for.

import type { Command } from './command.ts';
import { UsageError } from './refusals.ts';

export type Found =
  | { readonly command: Command; readonly rest: readonly string[] }
  /** Help on all commands, or on those of one group. */
  | { readonly commands: readonly Command[]; readonly group?: string };

/** Throws `UsageError` for an unknown or missing command. */
export function findCommand(commands: readonly Command[], words: readonly string[]): Found {
  const [first, second] = words;
  const command = commands.find(({ name }) => name === first || name === `${first} ${second}`);
  if (command !== undefined) {
    return { command, rest: words.slice(command.name.split(' ').length) };
  }
  if (first === '--help' || first === '-h') {
    return { commands };
  }
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (first === undefined || group.length === 0) {
    throw new UsageError(first === undefined ? 'missing command' : unknown(first));
  }
  if (second === '--help' || second === '-h') {
    return { commands: group, group: first };
  }
  const choices = group.map(({ name }) => name.slice(first.length + 1)).join(', ');
  throw new UsageError(
    second === undefined
      ? `missing command after ${first}: ${choices}`
      : `${unknown(second)} after ${first}: ${choices}`,
  );
}

function unknown(word: string): string {
  return word.startsWith('-') ? `unknown option ${word}` : `unknown command "${word}"`;
}
