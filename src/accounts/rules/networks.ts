// Networks that a rule names: CIDR form (RFC 4632 section 3.1, RFC 4291 section 2.3).

import { BlockList, isIP } from 'node:net';

/** An address, or a network with as many bits as its family has at most. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  const isPrefix =
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
  return family !== 0 && isPrefix && rest.length === 0;
}

/** Whether an address is in one of these networks; an IPv4 address may come in its IPv6 form (`::ffff:192.0.2.1`). */
export function isInNetworks(networks: readonly string[], address: string): boolean {
  const family = isIP(address);
  if (family === 0) {
    return false;
  }
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', bits] = network.split('/');
    const kind = nameOf(isIP(base));
    if (bits === undefined) {
      list.addAddress(base, kind);
    } else {
      list.addSubnet(base, Number(bits), kind);
    }
  }
  return list.check(address, nameOf(family));
}

function nameOf(family: number): 'ipv4' | 'ipv6' {
  return family === 6 ? 'ipv6' : 'ipv4';
}
