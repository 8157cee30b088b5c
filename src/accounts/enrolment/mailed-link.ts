// The mailed link of an enrolment by choice: good until its account changes or a day is over, beside others of the account.

import { randomToken } from '../../base/random-ids.ts';
import { sha256 } from '../../secrets/hashing.ts';
import { stampsOf } from '../alive.ts';
import type { Throttled } from '../attempts/attempts.ts';
import { ownerAsking } from '../audit-owner.ts';
import type { Origin } from '../origin.ts';
import { type EnrolmentParts, isStanding, type SendRefusal, sendToOwner } from './sending.ts';

export interface SendLinkOptions {
  readonly link: (token: string) => string;
  readonly from: Origin;
}

export interface FoundLink {
  readonly accountId: string;
  /** For `factors.add`: the write that binds a factor with these is the link's one use. */
  readonly stamps: string;
  readonly address: string;
}

/** Beside the links that were mailed before: whoever has the password voids nobody's by asking for another. */
const idOf = (accountId: string, tokenHash: string): string => `enrol:${accountId}:${tokenHash}`;

export function sendLink(
  parts: EnrolmentParts,
  id: string,
  { link, from }: SendLinkOptions,
): Promise<{ readonly outcome: 'sent'; readonly address: string } | SendRefusal | Throttled> {
  const { audit, clock, links, settings } = parts;
  return sendToOwner(parts, { id, from }, async ({ account, address }) => {
    const token = randomToken();
    const hash = sha256(token);
    const expiresAt = clock.now() + settings.linkLife * 1000;
    const stamps = stampsOf(account);
    await links.put({ id: idOf(id, hash), accountId: id, token: hash, address, stamps, expiresAt });
    await audit.record({
      type: 'enrolment-link',
      owner: { ...ownerAsking(account, from), addresses: [address] },
      by: 'owner',
      from,
      facts: { minutes: Math.ceil(settings.linkLife / 60) },
      secret: { link: link(token) },
    });
    return { outcome: 'sent', address };
  });
}

export async function findLink(parts: EnrolmentParts, token: string): Promise<FoundLink | undefined> {
  const { accounts, links } = parts;
  // Two different texts can never have one hash; whatever is no token finds nothing.
  const hash = typeof token === 'string' ? sha256(token) : '';
  const [found] = hash === '' ? [] : await links.findBy('token', hash);
  if (found === undefined || found.id !== idOf(found.accountId, hash)) {
    return undefined;
  }
  const { accountId, stamps, address } = found;
  return isStanding(parts, found, await accounts.find(accountId))
    ? { accountId, stamps, address }
    : undefined;
}
