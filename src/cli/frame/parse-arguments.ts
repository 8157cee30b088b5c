// From the words behind a command to its arguments and options; what is unknown or missing is wrong usage.

import { parseArgs } from 'node:util';
import type { Command, CommandInput } from './command.ts';
import { flag, type Option, type Options } from './options.ts';
import { UsageError } from './refusals.ts';

export interface ParsedArguments {
  readonly input: CommandInput<never, never>;
  readonly wantsJson: boolean;
  /** The question of a destructive command is answered already. */
  readonly saysYes: boolean;
}

/** The command's own options, and those the frame gives to every command of its kind. */
export function optionsOf(command: Command): Options {
  return {
    ...command.options,
    ...(command.question === undefined ? {} : { yes: flag('do not ask') }),
    ...(command.isServer ? {} : { json: flag('print JSON') }),
  };
}

export function parseArguments(command: Command, words: readonly string[]): ParsedArguments {
  const options = optionsOf(command);
  const { texts, positionals } = sortWords(options, words);
  const places = readPositionals(command, positionals);
  const values = Object.entries(options).map(([name, option]) => {
    const given = texts.get(name) ?? [];
    if (given.length > 1 && option.placeholder !== undefined && !option.repeats) {
      throw new UsageError(`--${name} is given more than once`);
    }
    if (option.isRequired && given.length === 0) {
      throw new UsageError(`--${name} ${option.placeholder} is missing`);
    }
    return [name, option.read(given, `--${name}`)] as const;
  });
  return {
    input: {
      arguments: places as never,
      options: Object.fromEntries(values) as never,
    },
    wantsJson: texts.has('json'),
    saysYes: texts.has('yes'),
  };
}

interface SortedWords {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
}

/** `parseArgs` cuts the words; its own complaints would have several lines. */
function sortWords(options: Options, words: readonly string[]): SortedWords {
  const types = Object.entries(options).map(([name, { placeholder }]) => [
    name,
    { type: placeholder === undefined ? ('boolean' as const) : ('string' as const), multiple: true },
  ]);
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const texts = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      positionals.push(token.value);
    } else if (token.kind === 'option') {
      const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
      const text = readOptionText(option, token);
      texts.set(token.name, [...(texts.get(token.name) ?? []), text]);
    }
  }
  return { texts, positionals };
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function readOptionText(option: Option<unknown> | undefined, token: OptionToken): string {
  if (option === undefined) {
    throw new UsageError(`unknown option ${token.rawName}`);
  }
  if (option.placeholder === undefined) {
    if (token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value`);
    }
    return '';
  }
  const isMissing = token.value === undefined || (!token.inlineValue && /^-./.test(token.value));
  if (isMissing) {
    throw new UsageError(`${token.rawName} needs a value: ${option.placeholder}`);
  }
  return token.value;
}

function readPositionals(command: Command, given: readonly string[]): Record<string, unknown> {
  const declared = Object.entries(command.arguments);
  const takesMore = declared.at(-1)?.[1].repeats === true;
  if (given.length > declared.length && !takesMore) {
    throw new UsageError(`unexpected argument "${given[declared.length]}"`);
  }
  return Object.fromEntries(
    declared.map(([name, argument], place) => {
      const text = given[place];
      if (!argument.isOptional && (text === undefined || text === '')) {
        throw new UsageError(`${argument.placeholder} is missing`);
      }
      return [name, argument.read(text, argument.repeats ? given.slice(place + 1) : [])];
    }),
  );
}
