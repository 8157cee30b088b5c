// An e-mail address that its owner knows again, and somebody else does not learn.

/** `alice@example.org` becomes `a…@example.org`. */
export function shortAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const [first = ''] = address;
  return `${first}…${address.slice(at)}`;
}
