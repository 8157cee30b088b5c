// What can stand behind a command: arguments by place, options by name, each with its meaning and its type.

import { duration } from '../../config/kinds.ts';
import { UsageError } from './refusals.ts';

export interface Option<T> {
  /** What stands for the value in the help; a switch has none. */
  readonly placeholder?: string;
  readonly isRequired?: true;
  /** May be given several times. */
  readonly repeats?: true;
  readonly meaning: string;
  /** From the texts given, none of them missing. `name` is the option as typed. Throws `UsageError`. */
  read(texts: readonly string[], name: string): T;
}

export interface Argument<T> {
  readonly placeholder: string;
  readonly isOptional?: true;
  /** Any number of them; only the last argument can. */
  readonly repeats?: true;
  readonly meaning: string;
  /** `more`: what follows the first one, where it repeats. */
  read(text: string | undefined, more: readonly string[]): T;
}

export type Options = Readonly<Record<string, Option<unknown>>>;
export type Arguments = Readonly<Record<string, Argument<unknown>>>;

/** The values by the names of the options or arguments. */
export type Values<D> = {
  readonly [K in keyof D]: D[K] extends { read(...given: never[]): infer T } ? T : never;
};

export function flag(meaning: string): Option<boolean> {
  return { meaning, read: (texts) => texts.length > 0 };
}

export function text(placeholder: string, meaning: string): Option<string | undefined> {
  return { placeholder, meaning, read: (texts) => texts.at(-1) };
}

/** From the root on: it goes into another program's configuration. */
export function wholePath(placeholder: string, meaning: string, example: string): Option<string | undefined> {
  return {
    placeholder,
    meaning,
    read: (given, name) => {
      const path = given.at(-1);
      if (path !== undefined && !path.startsWith('/')) {
        throw new UsageError(`${name} must be a whole path, such as ${example}`);
      }
      return path;
    },
  };
}

export function requiredText(placeholder: string, meaning: string): Option<string> {
  return { placeholder, meaning, isRequired: true, read: (texts) => texts.at(-1) ?? '' };
}

export function texts(placeholder: string, meaning: string): Option<readonly string[]> {
  return { placeholder, meaning, repeats: true, read: (given) => given };
}

/** One after the other, separated by commas. An empty one is a slip: it must not stand for "all". */
export function commaTexts(placeholder: string, meaning: string): Option<readonly string[]> {
  return {
    placeholder,
    repeats: true,
    meaning,
    read: (given, name) => {
      const items = given.flatMap((text) => text.split(',')).map((text) => text.trim());
      if (items.includes('')) {
        throw new UsageError(`${name} must be names separated by commas`);
      }
      return items;
    },
  };
}

/** In seconds; as settings have it: `90d`, `24h`, `10m`. */
export function lifeTime(placeholder: string, meaning: string): Option<number | undefined> {
  const kind = duration({ least: '1m', most: '3650d' });
  return {
    placeholder,
    meaning,
    read: (given, name) => {
      const text = given.at(-1);
      const parsed = text === undefined ? { value: undefined } : kind.parse(text);
      if ('mistake' in parsed) {
        throw new UsageError(`${name} ${parsed.mistake}`);
      }
      return parsed.value;
    },
  };
}

export function choice<const T extends string>(
  choices: readonly T[],
  meaning: string,
): Option<T | undefined> {
  return {
    placeholder: choices.join('|'),
    meaning,
    read: (given, name) => given.map((value) => choose(choices, value, name)).at(-1),
  };
}

export function requiredChoice<const T extends string>(choices: readonly T[], meaning: string): Option<T> {
  return {
    placeholder: choices.join('|'),
    meaning,
    isRequired: true,
    read: (given, name) => choose(choices, given.at(-1) ?? '', name),
  };
}

export function severalChoices<const T extends string>(
  choices: readonly T[],
  meaning: string,
): Option<readonly T[]> {
  return {
    placeholder: choices.join('|'),
    meaning,
    repeats: true,
    read: (given, name) => given.map((value) => choose(choices, value, name)),
  };
}

export function wholeNumber(
  placeholder: string,
  meaning: string,
  { least = 0, most = Number.MAX_SAFE_INTEGER }: { readonly least?: number; readonly most?: number } = {},
): Option<number | undefined> {
  return {
    placeholder,
    meaning,
    read: (given, name) => {
      const value = given.at(-1);
      if (value !== undefined && !/^\d{1,15}$/.test(value)) {
        throw new UsageError(`${name} must be a whole number`);
      }
      if (value !== undefined && (Number(value) < least || Number(value) > most)) {
        throw new UsageError(`${name} must be a whole number from ${least} to ${most}`);
      }
      return value === undefined ? undefined : Number(value);
    },
  };
}

export function argument(placeholder: string, meaning: string): Argument<string> {
  return { placeholder, meaning, read: (given) => given ?? '' };
}

export function optionalArgument(placeholder: string, meaning: string): Argument<string | undefined> {
  return { placeholder, meaning, isOptional: true, read: (given) => given };
}

export function severalArguments(placeholder: string, meaning: string): Argument<readonly string[]> {
  return {
    placeholder,
    isOptional: true,
    repeats: true,
    meaning,
    read: (first, more) => (first === undefined ? [] : [first, ...more]),
  };
}

function choose<T extends string>(choices: readonly T[], value: string, name: string): T {
  const chosen = choices.find((candidate) => candidate === value);
  if (chosen === undefined) {
    throw new UsageError(`${name} must be one of ${choices.join(', ')}`);
  }
  return chosen;
}
