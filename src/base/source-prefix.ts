// From where a try comes, as far as one person can be told from another by address: /32 of IPv4, /64 of IPv6.

import { isIP } from 'node:net';

/** A text that is equal for addresses of one source. What is no address (a Unix socket's peer) is one source of its own. */
export function sourcePrefix(address: string): string {
  const [bare = ''] = address.split('%');
  if (isIP(bare) === 4) {
    return `${bare}/32`;
  }
  if (isIP(bare) !== 6) {
    return 'no address';
  }
  const groups = expandIpv6(bare);
  const [, , , , , mark = 0, high = 0, low = 0] = groups;
  if (groups.slice(0, 5).every((group) => group === 0) && mark === 0xffff) {
    return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}/32`;
  }
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
}

/** The eight groups of an address in any of its spellings (RFC 4291 section 2.2). */
function expandIpv6(address: string): readonly number[] {
  // The URL parser writes it in one way, dotted quads included.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const read = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const left = read(head);
  const right = read(tail ?? '');
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}
