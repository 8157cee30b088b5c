// Whose mailbox a mail program's configuration opens, and what stands there as long as nobody was named.

import { RecipeInputError, type RecipePerson, type RecipeValues } from './recipe.ts';

export interface Owner {
  readonly login: string;
  readonly address: string;
  /** `Name <address>`, or the address alone. */
  readonly from: string;
  /** For the head of a file: what is still to be replaced. Empty, or lines that end with a line break. */
  readonly note: string;
}

/** `comment` begins a comment line in the file. */
export function ownerOf(values: RecipeValues, comment = '#'): Owner {
  const { person } = values;
  if (person === undefined) {
    const address = `LOGIN@${values.mailDomains?.[0] ?? 'example.org'}`;
    const isAddress = values.mailLogin === 'email';
    const what = isAddress ? "what stands before the @ of the person's address" : "the person's user name";
    const note = `${comment} Replace LOGIN by ${what}, or print this with --user NAME.\n`;
    return { login: isAddress ? address : 'LOGIN', address, from: address, note };
  }
  const { login, address } = requirePerson(person);
  return { login, address, from: fromLine(person), note: '' };
}

function requirePerson(person: RecipePerson): RecipePerson {
  for (const [field, value] of [
    ['person.login', person.login],
    ['person.address', person.address],
  ] as const) {
    if (!/^[\p{L}\p{M}\p{N}._+@-]+$/u.test(value)) {
      throw new RecipeInputError(field, 'holds characters that cannot stand in a configuration file');
    }
  }
  return person;
}

/** A name with anything else than letters, digits and spaces stays away: every program quotes differently. */
function fromLine({ name, address }: RecipePerson): string {
  return name !== undefined && /^[\p{L}\p{M}\p{N} .-]+$/u.test(name) ? `${name} <${address}>` : address;
}
