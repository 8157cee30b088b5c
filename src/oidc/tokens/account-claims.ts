// How the provider finds a person, and what it may tell about them (OpenID Connect Core section 5).

import type { FindAccount, KoaContextWithOIDC } from 'oidc-provider';
import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { isGrantAlive, isSessionAlive } from '../../accounts/alive.ts';
import { mailLogin } from '../../accounts/names.ts';
import { type Clock, epochSeconds } from '../../base/clock.ts';
import type { Settings } from '../../config/settings.ts';
import { factorOf, isRecoveryOver } from '../proof/factor.ts';
import type { Admission, Presented } from './admission.ts';
import { mailScopes } from './mail-resource.ts';

/** Which scope brings which claims; the first line stands in every ID token. */
export const claimsByScope = {
  openid: ['sub', 'acr', 'amr', 'auth_time'],
  profile: ['name', 'preferred_username', 'locale'],
  email: ['email', 'email_verified'],
  ...Object.fromEntries(mailScopes.map((scope) => [scope, ['preferred_username']])),
};

export interface AccountClaimsParts {
  readonly accounts: Accounts;
  readonly admission: Admission;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'mailLogin' | 'mailDomains'>;
}

/**
 * Answers nobody for an account that is disabled or gone, for a session, code or token from before the account's access
 * was ended or that a recovery code opened a while ago, and for a code or token that proves less than is required by now:
 * the provider then refuses, at every endpoint alike. Sessions that prove too little are not refused but brought up to it (`sign-in-policy.ts`).
 */
export function createFindAccount({ accounts, admission, clock, settings }: AccountClaimsParts): FindAccount {
  return async (ctx, accountId, source) => {
    const account = await accounts.findById(accountId);
    if (account?.status !== 'active' || !isAlive(account, ctx, { source, now: epochSeconds(clock) })) {
      return undefined;
    }
    if (source !== undefined && !(await admission.admits(account, presented(ctx, source)))) {
      return undefined;
    }
    const claims = async () => toClaims(account, mailLogin(account, settings));
    return { accountId, claims, document: account };
  };
}

function isAlive(
  account: Account,
  ctx: KoaContextWithOIDC,
  { source, now }: { readonly source: unknown; readonly now: number },
): boolean {
  if (source === undefined) {
    const { session } = ctx.oidc;
    return session?.loginTs === undefined || isSessionAlive(account, session.loginTs, factorOf(session.acr));
  }
  const { authTime, acr, amr, expiresWithSession } = readProof(source);
  const judge = expiresWithSession ? isSessionAlive : isGrantAlive;
  return judge(account, authTime, factorOf(acr)) && !isRecoveryOver({ amr, authTime }, now);
}

function presented(ctx: KoaContextWithOIDC, source: unknown): Presented {
  const { grantId } = source as { grantId?: string };
  const { acr, amr, authTime } = readProof(source);
  return { client: ctx.oidc.client, grantId, acr, amr, authTime, address: ctx.ip };
}

interface Proof {
  readonly authTime: number;
  readonly acr: unknown;
  readonly amr: readonly string[] | undefined;
  readonly expiresWithSession: boolean;
}

/** Codes and refresh tokens carry the proof themselves; access tokens in the members we add to them. */
export function readProof(source: unknown): Proof {
  const { authTime, acr, amr, extra, expiresWithSession } = source as Record<string, unknown> & {
    extra?: Record<string, unknown>;
  };
  const time = authTime ?? extra?.auth_time;
  return {
    // Without a time nothing was proven: older than every ending.
    authTime: typeof time === 'number' ? time : 0,
    acr: acr ?? extra?.acr,
    amr: readTexts(amr ?? extra?.amr),
    expiresWithSession: expiresWithSession === true,
  };
}

function readTexts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;
}

function toClaims(account: Account, login: string): { sub: string; [claim: string]: unknown } {
  const email = account.emails.find(({ verified }) => verified)?.address;
  return {
    sub: account.id,
    preferred_username: login,
    ...(account.name === undefined ? {} : { name: account.name }),
    ...(account.locale === undefined ? {} : { locale: account.locale }),
    ...(email === undefined ? {} : { email, email_verified: true }),
  };
}
