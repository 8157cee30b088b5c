// What a mail protocol is called: one name for each, whichever of its names somebody uses.

/** Dovecot's own names for what everybody else calls by its protocol. */
const aliases: Readonly<Record<string, string>> = { submission: 'smtp', managesieve: 'sieve' };

/** In lower case, without blanks around it. Whether it can be one is for `isMailProtocol`. */
export function foldMailProtocol(text: string): string {
  const name = text.trim().toLowerCase();
  return Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name;
}

export function isMailProtocol(text: string): boolean {
  return /^[a-z0-9-]{1,32}$/.test(text);
}
