// What mail servers are told about a token (RFC 7662), exactly as Dovecot 2.3 and 2.4 read it (spec, "Mail").

import { isIP } from 'node:net';
import type { AccessToken, Client, KoaContextWithOIDC } from 'oidc-provider';
import type { Accounts } from '../../accounts/accounts.ts';
import { isGrantAlive } from '../../accounts/alive.ts';
import { mailLogin } from '../../accounts/names.ts';
import { type Clock, epochSeconds } from '../../base/clock.ts';
import type { Settings } from '../../config/settings.ts';
import type { MailService, MailServices } from '../clients/mail-services.ts';
import type { Devices } from '../devices.ts';
import { factorOf, isRecoveryOver } from '../proof/factor.ts';
import { readProof } from './account-claims.ts';
import type { Admission } from './admission.ts';
import { hasMailScope, mailResource, splitScope, withBothMailNames } from './mail-resource.ts';

export interface IntrospectionParts {
  readonly devices: Pick<Devices, 'noteMail'>;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly admission: Admission;
  readonly mailServices: Pick<MailServices, 'find' | 'guards'>;
  readonly settings: Pick<Settings, 'mailLogin' | 'mailDomains'>;
}

type AllowedPolicy = (ctx: KoaContextWithOIDC, client: Client, token: unknown) => Promise<boolean>;

/** Whether this caller may learn that the token is active. Reads account and client anew at every call. */
export function createIntrospectionPolicy({
  accounts,
  admission,
  mailServices,
  settings,
  clock,
  devices,
}: IntrospectionParts): AllowedPolicy {
  const noteUse = createUseNotes({ clock, devices });
  return async (ctx, caller, found) => {
    const token = found as AccessToken;
    if (token.kind !== 'AccessToken') {
      return false;
    }
    const isService = caller.postern_kind === 'service';
    const [account, client, service] = await Promise.all([
      accounts.findById(token.accountId),
      ctx.oidc.provider.Client.find(token.clientId ?? ''),
      isService ? mailServices.find(caller.clientId) : undefined,
    ]);
    if (isService ? !isForMailOf(service, token) : caller.clientId !== token.clientId) {
      return false;
    }
    const { authTime, acr, amr } = readProof(token);
    if (account?.status !== 'active' || !client || !isGrantAlive(account, authTime, factorOf(acr))) {
      return false;
    }
    if (isRecoveryOver({ amr, authTime }, epochSeconds(clock))) {
      return false;
    }
    if (service !== undefined && !mailServices.guards(service, account)) {
      return false;
    }
    const address = isService ? readClientAddress(ctx) : undefined;
    const presented = { client, grantId: token.grantId, acr, amr, authTime, address };
    if (!(await admission.admitsFromAfar(account, presented))) {
      return false;
    }
    if (address !== undefined && token.grantId !== undefined) {
      await noteUse(token.grantId, address);
    }
    token.extra = { ...token.extra, username: mailLogin(account, settings) };
    return true;
  };
}

/** Not at every login: a program that looks for mail every minute would write as often as it reads. */
const notedEveryMs = 5 * 60 * 1000;
const mostNoted = 10_000;

/** Notes the use of a device when its address changes, or after five minutes; each process judges by what it noted itself. */
function createUseNotes({ devices, clock }: Pick<IntrospectionParts, 'devices' | 'clock'>) {
  const noted = new Map<string, { readonly at: number; readonly address: string }>();
  return async (grantId: string, address: string): Promise<void> => {
    const now = clock.now();
    const last = noted.get(grantId);
    if (last?.address === address && now - last.at < notedEveryMs) {
      return;
    }
    if (noted.size >= mostNoted) {
      noted.clear();
    }
    noted.set(grantId, { at: now, address });
    await devices.noteMail(grantId, address);
  };
}

/** Who is at the mail server, as an authenticated one tells (Dovecot's `send_auth_headers`). */
function readClientAddress(ctx: KoaContextWithOIDC): string | undefined {
  const told = ctx.get('x-dovecot-auth-remote');
  const [, bracketed, bare] = /^(?:\[([0-9a-f:.]+)\]|([0-9a-f.]+))(?::\d+)?$/i.exec(told) ?? [];
  const address = bracketed ?? bare ?? told;
  return isIP(address) === 0 ? undefined : address;
}

/** A mail service sees tokens made for the mail of its own audience; everybody else only what was issued to themselves. */
function isForMailOf(service: MailService | undefined, token: AccessToken): boolean {
  return (
    service !== undefined &&
    token.aud === (service.audience ?? mailResource) &&
    hasMailScope(splitScope(token.scope))
  );
}

/**
 * Makes every answer one that a mail server understands: a JWT or a malformed token is inactive, not an error (a mail
 * program would try again for ever), and the mail scope stands there under both of its names.
 */
export function shapeIntrospectionAnswer(ctx: KoaContextWithOIDC): void {
  const answer = ctx.body as Record<string, unknown> | undefined;
  if (ctx.status === 400 && answer?.error === 'unsupported_token_type') {
    ctx.status = 200;
    ctx.body = { active: false };
  } else if (answer?.active === true && typeof answer.scope === 'string') {
    ctx.body = { ...answer, scope: withBothMailNames(answer.scope) };
  }
}

/** The proof of the sign-in behind a token, kept with it for introspection (RFC 9470 section 6.2). */
export function extraTokenClaims(ctx: KoaContextWithOIDC): Record<string, unknown> | undefined {
  const { AuthorizationCode, DeviceCode, RefreshToken } = ctx.oidc.entities;
  const source = AuthorizationCode ?? DeviceCode ?? RefreshToken;
  return source && { acr: source.acr, amr: source.amr, auth_time: source.authTime };
}
