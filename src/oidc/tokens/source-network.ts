// The network of an address, as one provider gives it out: whoever moves inside of it is nobody new.

import { sourcePrefix } from '../../base/source-prefix.ts';

/** /24 of IPv4, /48 of IPv6. What is no address (a Unix socket's peer) is one network of its own. */
export function sourceNetwork(address: string): string {
  const prefix = sourcePrefix(address);
  const [, quads] = /^(\d+\.\d+\.\d+)\.\d+\/32$/.exec(prefix) ?? [];
  if (quads !== undefined) {
    return `${quads}.0/24`;
  }
  const [, groups] = /^((?:[0-9a-f]+:){3})/.exec(prefix) ?? [];
  return groups === undefined ? prefix : `${groups}:/48`;
}
