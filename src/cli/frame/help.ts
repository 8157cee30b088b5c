// The help on every level: all commands, one group of them, one command.

import { formatFacts } from './columns.ts';
import type { Command } from './command.ts';
import type { Argument, Option } from './options.ts';
import { optionsOf } from './parse-arguments.ts';

/** What `postern --help` and `postern GROUP --help` print. */
export function helpOnCommands(commands: readonly Command[], group?: string): string {
  const names = commands.map(({ name, summary }) => [`  ${name}`, summary] as const);
  return [
    `Usage: postern ${group === undefined ? 'COMMAND' : `${group} COMMAND`}`,
    '',
    ...(group === undefined ? ['Postern, the sign-in server for mail and web.', ''] : []),
    'Commands:',
    indent(names),
    '',
    'postern COMMAND --help says what may stand behind a command.',
    ...(group === undefined
      ? [
          'Settings are environment variables: postern config shows them.',
          'postern --version says which version this is.',
        ]
      : []),
  ].join('\n');
}

export function helpOnCommand(command: Command): string {
  const places = Object.values(command.arguments);
  const options = Object.entries(optionsOf(command)).map(
    ([name, option]) => [nameOption(name, option), explain(option)] as const,
  );
  return [
    ['Usage: postern', command.name, ...places.map(nameArgument), ...usageOf(command)].join(' '),
    '',
    `${command.summary}.`,
    ...section(
      'Arguments:',
      places.map(({ placeholder, meaning }) => [placeholder, meaning]),
    ),
    ...section('Options:', [...options, ['--help', 'print this']]),
    ...(command.notes === undefined ? [] : ['', ...command.notes]),
  ].join('\n');
}

function usageOf(command: Command): readonly string[] {
  const required = Object.entries(command.options).filter(([, { isRequired }]) => isRequired);
  return [...required.map(([name, option]) => nameOption(name, option)), '[OPTIONS]'];
}

function nameArgument({ placeholder, isOptional, repeats }: Argument<unknown>): string {
  return isOptional ? `[${placeholder}${repeats ? '...' : ''}]` : placeholder;
}

function nameOption(name: string, { placeholder }: Option<unknown>): string {
  return placeholder === undefined ? `--${name}` : `--${name} ${placeholder}`;
}

function explain({ meaning, repeats, isRequired }: Option<unknown>): string {
  const notes = [...(isRequired ? ['needed'] : []), ...(repeats ? ['may be repeated'] : [])];
  return notes.length === 0 ? meaning : `${meaning} (${notes.join(', ')})`;
}

function section(heading: string, lines: readonly (readonly [string, string])[]): readonly string[] {
  return lines.length === 0 ? [] : ['', heading, indent(lines)];
}

function indent(lines: readonly (readonly [string, string])[]): string {
  return formatFacts(lines.map(([name, value]) => [name.trim(), value]))
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
