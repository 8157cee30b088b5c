// What an e-mail address is to us: nothing quoted, no list, no comment, so that it means one mailbox to every reader.

/** RFC 5321 section 4.5.3.1: 64 octets before the `@`, 254 in all (its erratum 1690). */
export const longestMailAddress = 254;

const dotAtom = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const domainName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** An addr-spec (RFC 5322 section 3.4.1) of a dot-atom and a domain name, all in ASCII. */
export function isMailAddress(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@');
  const isShort = text.length <= longestMailAddress && local.length <= 64;
  return more.length === 0 && isShort && dotAtom.test(local) && domainName.test(domain);
}
