// The mailed code of an enforced enrolment: eight digits for the sign-in that asked for it, for ten minutes and five tries.

import { randomInt, timingSafeEqual } from 'node:crypto';
import { randomId } from '../../base/random-ids.ts';
import { update } from '../../store/update.ts';
import type { Account } from '../account.ts';
import { stampsOf } from '../alive.ts';
import type { Throttled } from '../attempts/attempts.ts';
import { ownerAsking } from '../audit-owner.ts';
import type { Origin } from '../origin.ts';
import { trySecondStep } from '../second-factor/verifying/second-step.ts';
import {
  type EnrolmentParts,
  isStanding,
  type MailedDocument,
  type Sending,
  type SendRefusal,
  sendToOwner,
} from './sending.ts';

export type CodeProof =
  /** `address`: where it was mailed, for the leave that it gives. */
  | { readonly outcome: 'right'; readonly address: string }
  | { readonly outcome: 'wrong-code' | 'used-up' }
  | Throttled;

interface TypedCode {
  readonly id: string;
  readonly codeId: string;
  readonly typed: string;
  readonly from: Origin;
}

const codeDigits = 8;
const codeLifeMs = 10 * 60_000;
/** So long it is not mailed again to the same known browser at every sign-in that begins there. */
const freshMs = 5 * 60_000;
const mostTries = 5;
/** Also the context of its sealing. */
const idOf = (accountId: string, codeId: string): string => `code:${accountId}:${codeId}`;

export interface SentCode {
  readonly outcome: 'sent';
  readonly codeId: string;
  readonly address: string;
}

export interface SendCodeOptions {
  /** A code of the last minutes that was mailed for this known browser is answered again. */
  readonly unlessMailed?: boolean;
}

export function sendCode(
  parts: EnrolmentParts,
  id: string,
  from: Origin,
  { unlessMailed = false }: SendCodeOptions = {},
): Promise<SentCode | SendRefusal | Throttled> {
  const findSent = async (sending: Sending) => (unlessMailed ? findFresh(parts, sending) : undefined);
  return sendToOwner<SentCode>(parts, { id, from, findSent }, async (sending) => {
    const code = String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0');
    const codeId = await keepCode(parts, sending, code);
    const { account, address } = sending;
    await parts.audit.record({
      type: 'enrolment-code',
      owner: { ...ownerAsking(account, from), addresses: [address] },
      by: 'owner',
      from,
      facts: { minutes: codeLifeMs / 60_000 },
      secret: { code },
    });
    return { outcome: 'sent', codeId, address };
  });
}

/** The newest. In other browsers each sign-in has its own: whoever has the password uses up nobody's tries. */
async function findFresh(
  parts: EnrolmentParts,
  { account, browserId }: Sending,
): Promise<SentCode | undefined> {
  const { clock, links } = parts;
  const mailed = browserId === undefined ? [] : await links.findBy('accountId', account.id);
  const [fresh] = mailed
    .filter((code) => code.browserId === browserId && isOpen(code) && isStanding(parts, code, account))
    .filter(({ expiresAt }) => expiresAt - clock.now() > codeLifeMs - freshMs)
    .sort((one, other) => other.expiresAt - one.expiresAt);
  return (
    fresh && { outcome: 'sent', codeId: fresh.id.slice(idOf(account.id, '').length), address: fresh.address }
  );
}

/** Beside those of other sign-ins: whoever has the password voids nobody's code by asking for another. */
async function keepCode(
  { clock, links, sealer }: EnrolmentParts,
  { account, address, browserId }: Sending,
  code: string,
): Promise<string> {
  const codeId = randomId();
  const id = idOf(account.id, codeId);
  await links.put({
    id,
    accountId: account.id,
    address,
    stamps: stampsOf(account),
    sealedCode: sealer.seal(code, id),
    wrongTries: 0,
    expiresAt: clock.now() + codeLifeMs,
    ...(browserId === undefined ? {} : { browserId }),
  });
  return codeId;
}

/** What can be no code costs no try, and what is typed for a code that is over is not judged. */
export async function verifyMailedCode(parts: EnrolmentParts, given: TypedCode): Promise<CodeProof> {
  const { id, codeId, typed, from } = given;
  const code = readMailedCode(typed);
  if (code === undefined) {
    return { outcome: 'wrong-code' };
  }
  if (!isOpen(await parts.links.find(idOf(id, codeId)))) {
    return { outcome: 'used-up' };
  }
  return trySecondStep<CodeProof>(parts, {
    door: 'code',
    accountId: id,
    from,
    check: async (account) =>
      account === undefined ? { outcome: 'wrong-code' } : spend(parts, account, { codeId, code }),
  });
}

/** Spaces and hyphens are forgiven, as they stand between the groups in the mail. Undefined: it can be no mailed code. */
export function readMailedCode(typed: unknown): string | undefined {
  const bare = typeof typed === 'string' && typed.length <= 64 ? typed.replace(/[\s-]/g, '') : '';
  return bare.length === codeDigits && /^[0-9]+$/.test(bare) ? bare : undefined;
}

/** Judges and counts in one conditional write: of many at once exactly one is right, and none beyond the tries is judged. */
async function spend(
  parts: EnrolmentParts,
  account: Account,
  { codeId, code }: { readonly codeId: string; readonly code: string },
): Promise<CodeProof> {
  const { clock, links, sealer } = parts;
  const outcome = await update<MailedDocument, CodeProof>(links, idOf(account.id, codeId), (current) => {
    const { sealedCode, wrongTries: before } = current;
    if (!isStanding(parts, current, account) || !isOpen(current)) {
      return { result: { outcome: 'used-up' } };
    }
    const right = sealer.open(sealedCode ?? '', current.id);
    if (timingSafeEqual(Buffer.from(right), Buffer.from(code))) {
      return {
        next: { ...current, usedAt: clock.now() },
        result: { outcome: 'right', address: current.address },
      };
    }
    const wrongTries = (before ?? 0) + 1;
    const result = { outcome: wrongTries < mostTries ? ('wrong-code' as const) : ('used-up' as const) };
    return { next: { ...current, wrongTries }, result };
  });
  return typeof outcome === 'string' ? { outcome: 'used-up' } : outcome;
}

function isOpen(document: MailedDocument | undefined): document is MailedDocument {
  return document !== undefined && document.usedAt === undefined && (document.wrongTries ?? 0) < mostTries;
}
