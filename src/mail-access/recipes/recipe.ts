// What a recipe is: configuration for another program, complete, with this server's addresses and a service's secret filled in.

import type { PresetName } from '../../oidc/clients/presets.ts';

export interface Recipe {
  /** As typed after `postern recipe`. */
  readonly name: string;
  /** Another name that people know the program by. */
  readonly alias?: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** What the program is as a client of Postern; absent: it is none. */
  readonly preset?: PresetName;
  /** The files in reading order. Throws `RecipeInputError` where a value is missing or cannot stand in this program's configuration. */
  render(values: RecipeValues): readonly RecipeFile[];
}

export interface RecipeValues {
  /** Postern's origin, without a slash at the end. */
  readonly issuer: string;
  /** The one scope that opens a mailbox. */
  readonly scope: string;
  /** The mail service whose credentials go into the files; its addresses are `HOST:PORT`. */
  readonly service: RecipeService;
  /**
   * Absolute path of the directory in which the other program will find the files that name each other; without it,
   * where that program keeps its configuration on Debian.
   */
  readonly directory?: string | undefined;
  /** The id under which the program is registered; without it the name of its preset. */
  readonly client?: string | undefined;
  /** Whose mailbox a mail program opens; without it the files have a word to be replaced. */
  readonly person?: RecipePerson | undefined;
  /** Whether mail servers know people by user name or address, and which domains' mailboxes stand behind this door. */
  readonly mailLogin?: 'username' | 'email' | undefined;
  readonly mailDomains?: readonly string[] | undefined;
  /** Whether a program may connect by a browser of another machine; yes unless given. */
  readonly deviceFlow?: boolean | undefined;
  /** Postfix' `queue_directory`; without it that of Debian. */
  readonly spool?: string | undefined;
  /** What people call this server; without it `Postern`. */
  readonly brandName?: string | undefined;
}

export interface RecipeService {
  /** Also its client id. */
  readonly name: string;
  readonly secret: string;
  /** On its own machine: the file of whoever vouches for Postern's certificate. Absent: the usual authorities. */
  readonly tlsCa?: string | undefined;
  readonly imap?: string | undefined;
  readonly pop3?: string | undefined;
  readonly smtp?: string | undefined;
  readonly sieve?: string | undefined;
}

export interface RecipePerson {
  /** The name mail servers know the person by. */
  readonly login: string;
  readonly address: string;
  readonly name?: string | undefined;
}

export interface RecipeFile {
  /** A plain file name, no directory. */
  readonly name: string;
  /** Ends with a line break. */
  readonly content: string;
  /** Holds the service's secret: to be written with mode 0600. */
  readonly secret: boolean;
  /** Read by a user of the other program's own, who must therefore be let through the directory. */
  readonly isReadByOthers?: boolean;
  /** The administrator's own place to write in: once it is there, it stays as it is. */
  readonly isEdited?: boolean;
}

/** A value that is missing, or would break out of its line in the other program's configuration. Its text never shows the value. */
export class RecipeInputError extends Error {
  /** Which of the values, as `service.name`. */
  readonly field: string;

  /** `told`: what the administrator calls it, such as the option that sets it. */
  constructor(field: string, reason: string, told = field) {
    super(`${told} ${reason}`);
    this.name = 'RecipeInputError';
    this.field = field;
  }
}

/** Lets a value through that no configuration syntax gives a meaning to: no space, quote, `#`, `$`, `%` or control character. */
export function requirePlain(field: string, value: string): string {
  if (!/^[A-Za-z0-9._~:/@+[\]-]+$/.test(value)) {
    throw new RecipeInputError(field, 'holds characters that cannot stand in a configuration file');
  }
  return value;
}
