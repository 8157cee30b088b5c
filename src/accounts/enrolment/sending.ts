// What links and codes have in common: to whom they are mailed, and how many.

import { AppError } from '../../base/app-error.ts';
import type { Settings } from '../../config/settings.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { Collection, StoredDocument } from '../../store/store.ts';
import { type Account, hasSecondFactor } from '../account.ts';
import { stampsOf } from '../alive.ts';
import type { Throttled } from '../attempts/attempts.ts';
import { decide } from '../attempts/decide.ts';
import type { Origin } from '../origin.ts';
import type { SecondStepParts } from '../second-factor/verifying/second-step.ts';
import { findOutsideAddress, type RequirementParts } from './requirement.ts';

/** An open link (`token`) or code (`sealedCode`), one for each that was mailed. */
export interface MailedDocument extends StoredDocument {
  readonly accountId: string;
  readonly address: string;
  /** `stampsOf` the account when it was mailed: any other ends it. */
  readonly stamps: string;
  readonly expiresAt: number;
  /** The known browser that asked for a code. */
  readonly browserId?: string;
  /** SHA-256 of the link's token. */
  readonly token?: string;
  readonly sealedCode?: string;
  readonly wrongTries?: number;
  /** Milliseconds since 1970. */
  readonly usedAt?: number;
}

export interface EnrolmentParts extends SecondStepParts, RequirementParts {
  readonly links: Collection<MailedDocument>;
  readonly sealer: Sealer;
  readonly settings: RequirementParts['settings'] & Pick<Settings, 'linkLife' | 'ticketLife'>;
}

/** `no-address`: no mail goes out, or none that only the owner reads. `has-factor`: the account has an active factor. */
export interface SendRefusal {
  readonly outcome: 'not-found' | 'no-address' | 'has-factor';
}

/** What a mail is made from; `browserId`: the known browser in which it is asked for. */
export interface Sending {
  readonly account: Account;
  readonly address: string;
  readonly browserId: string | undefined;
}

interface SendOptions<T> {
  readonly id: string;
  readonly from: Origin;
  /** One that was mailed a moment ago and does as well. */
  readonly findSent?: (sending: Sending) => Promise<T | undefined>;
}

/** Counts the mail before it is made, unless `findSent` answers one that does. Throws `AppError('sign-in-expired')` where the account is not as `from.stamps` say. */
export async function sendToOwner<T>(
  { accounts, browsers, canMail, settings, throttles }: EnrolmentParts,
  { id, from, findSent }: SendOptions<T>,
  send: (sending: Sending) => Promise<T>,
): Promise<T | SendRefusal | Throttled> {
  const account = await accounts.find(id);
  if (account?.status !== 'active' || account.kind !== 'person') {
    return { outcome: 'not-found' };
  }
  if (from.stamps !== undefined && from.stamps !== stampsOf(account)) {
    throw new AppError('sign-in-expired', { detail: 'the account was changed during the sign-in' });
  }
  if (hasSecondFactor(account)) {
    return { outcome: 'has-factor' };
  }
  const address = canMail ? findOutsideAddress(settings, account) : undefined;
  if (address === undefined) {
    return { outcome: 'no-address' };
  }
  const browserId = await browsers.findId(id, from.browser);
  const sending = { account, address, browserId };
  const sent = await findSent?.(sending);
  if (sent !== undefined) {
    return sent;
  }
  const reservation = await throttles.reserveSend({ accountId: id, knownBrowserId: browserId });
  return decide<T>(reservation, async () => ({ answer: await send(sending), counts: 'failed' }));
}

/** Whether what was mailed still stands for this account: nothing of its access was ended, and the address is still the one. */
export function isStanding(
  { settings }: EnrolmentParts,
  { stamps, address }: MailedDocument,
  account: Account | undefined,
): account is Account {
  return (
    account?.status === 'active' &&
    !hasSecondFactor(account) &&
    stampsOf(account) === stamps &&
    findOutsideAddress(settings, account) === address
  );
}
