// What a recipe is: configuration for another program, complete, with this server's addresses and a service's secret filled in.

export interface Recipe {
  /** As typed after `postern recipe`. */
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** The files in reading order. Throws `RecipeInputError` where a value cannot stand in this program's configuration. */
  render(values: RecipeValues): readonly RecipeFile[];
}

export interface RecipeValues {
  /** Postern's origin, without a slash at the end. */
  readonly issuer: string;
  /** The one scope that opens a mailbox. */
  readonly scope: string;
  /** The mail service whose credentials go into the files; `name` is its client id, `imap` is `HOST:PORT`. */
  readonly service: { readonly name: string; readonly secret: string; readonly imap?: string | undefined };
  /**
   * Absolute path of the directory in which the other program will find the files that name each other; without it,
   * where that program keeps its configuration on Debian.
   */
  readonly directory?: string | undefined;
}

export interface RecipeFile {
  /** A plain file name, no directory. */
  readonly name: string;
  /** Ends with a line break. */
  readonly content: string;
  /** Holds the service's secret: to be written with mode 0600. */
  readonly secret: boolean;
}

/** A value that would break out of its line in the other program's configuration. Its text never shows the value. */
export class RecipeInputError extends Error {
  /** Which of the values, as `service.name`. */
  readonly field: string;

  constructor(field: string, reason: string) {
    super(`${field} ${reason}`);
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
