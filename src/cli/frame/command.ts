// What a command is: its name, what may stand behind it, and what it does with the parts of Postern.

import type { Settings } from '../../config/settings.ts';
import type { Parts } from '../../open-parts.ts';
import type { JsonValue } from '../../store/store.ts';
import type { Arguments, Options, Values } from './options.ts';
import type { Terminal } from './terminal.ts';

export interface Context {
  readonly settings: Settings;
  readonly terminal: Terminal;
  /** Opens the store and what stands on it, once; closed by the frame when the command is done. */
  open(): Promise<Parts>;
  /** `--yes` was given, or a question that needs an answer was answered with yes. */
  readonly hasConsent: boolean;
}

/** `isNeeded`: where there is no terminal to ask on, `--yes` must be given. */
export type Question = string | { readonly text: string; readonly isNeeded: true };

/** What a command has to tell: as JSON with `--json`, else as text for people. */
export interface Answer {
  readonly json: JsonValue;
  /** Lines without the last line break; empty: nothing. */
  readonly text: string;
  /** What the text says and the JSON does not: told on standard error then. */
  readonly warning?: string;
  /** The answer is "no": exit code 1, as scripts ask. */
  readonly isNo?: boolean;
}

export interface CommandInput<A, O> {
  readonly arguments: Values<A>;
  readonly options: Values<O>;
}

type Ask<A, O> = (
  input: CommandInput<A, O>,
  context: Pick<Context, 'open'>,
) => Question | undefined | Promise<Question | undefined>;

interface Definition<A extends Arguments, O extends Options> {
  /** The words after `postern`. */
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** More lines for its own help. */
  readonly notes?: readonly string[];
  readonly arguments: A;
  readonly options: O;
  /**
   * Destructive: asked on a terminal, unless `--yes` is given. Undefined: it is not, with these words. An answer is needed
   * for a rule that holds for everyone, for an account that would be left without owners, and for the last super administrator.
   * All others do in a script what they are told.
   */
  readonly question?: Ask<A, O>;
  /** A server writes its log to standard output instead of an answer. */
  readonly isServer?: true;
  run(input: CommandInput<A, O>, context: Context): Promise<Answer | undefined>;
}

/** A command with the types of its own arguments and options forgotten. */
export interface Command extends Omit<Definition<Arguments, Options>, 'question' | 'run'> {
  readonly question?: Ask<never, never>;
  run(input: CommandInput<never, never>, context: Context): Promise<Answer | undefined>;
}

export function defineCommand<const A extends Arguments, const O extends Options>(
  definition: Definition<A, O>,
): Command {
  return definition as unknown as Command;
}
