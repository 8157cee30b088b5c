// Which domain a mail program asks about. Of an e-mail address nothing but what stands behind the @ is used.

import { domainToASCII } from 'node:url';
import { AppError } from '../../base/app-error.ts';
import { isMailAddress } from '../../base/mail-address.ts';

type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * From `emailaddress`, as mail programs send it, or `domain`, as a proxy in front may add it. Undefined: neither is there.
 * Throws `bad-request` for what is no domain.
 */
export function readAskedDomain({ emailaddress, domain }: Query): string | undefined {
  const asked = [emailaddress, domain].filter((value) => value !== undefined && value !== '');
  const [first] = asked;
  if (first === undefined) {
    return undefined;
  }
  if (typeof first !== 'string') {
    throw new AppError('bad-request', { detail: 'the address is asked for twice' });
  }
  return readDomain(first);
}

/** Of an address, or a domain alone. In ASCII and lower case (RFC 5890). Throws `bad-request`. */
export function readDomain(addressOrDomain: string): string {
  const domain = domainToASCII(addressOrDomain.slice(addressOrDomain.lastIndexOf('@') + 1).trim());
  if (!isMailAddress(`a@${domain}`)) {
    throw new AppError('bad-request', { detail: 'the address has no domain that can be read' });
  }
  return domain;
}
