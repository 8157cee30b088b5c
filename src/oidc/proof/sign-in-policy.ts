// When the provider sends a person to the sign-in: its own reasons, and ours.

import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Account } from '../../accounts/account.ts';
import { somebodyElse } from '../device-grant/begin-approval.ts';
import { isDeviceApproval, isNative } from '../grants.ts';
import type { Admission } from '../tokens/admission.ts';
import { hasMailScope, splitScope } from '../tokens/mail-resource.ts';
import { factorOf, isRecovered, recoveredLifeSeconds } from './factor.ts';
import type { TimedProof } from './proof.ts';
import { fulfils, isReachable, readRequestedFactor } from './requested-factor.ts';

type OidcContext = KoaContextWithOIDC['oidc'];
type DefaultPolicy = ReturnType<typeof interactionPolicy.base>;

/** The reason of a sign-in where there is a session of somebody, and it counts no more. */
export const endedReason = 'session_ended';
/** The reason of a sign-in that only lacks a factor: the password of the session stands. */
export const factorReason = 'factor_required';
/** The same, where a device is to be connected: the second step is asked for whatever the session has proven. */
export const deviceReason = 'device_approval';

/**
 * A session whose person is disabled, gone, or was signed out from outside counts as no session; one that has proven
 * less than is required is brought up to it.
 */
export function createSignInPolicy(admission: Admission): DefaultPolicy {
  const { base, Check } = interactionPolicy;
  const policy = base();
  const checks = policy.get('login')?.checks;
  // They would ask again and again for what cannot be had.
  checks?.remove('essential_acr');
  checks?.remove('essential_acrs');
  checks?.add(
    new Check(
      endedReason,
      'the session was ended',
      'login_required',
      ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined,
    ),
  );
  checks?.add(
    new Check('recovered', 'signed in with a recovery code', 'login_required', ({ oidc }) => isTooWeak(oidc)),
  );
  checks?.add(
    new Check(factorReason, 'the session has proven less than is required', 'login_required', (ctx) =>
      lacksFactor(ctx, admission),
    ),
  );
  checks?.add(
    new Check(
      deviceReason,
      'a device is connected behind a second step of its own',
      'login_required',
      ({ oidc }) =>
        isDeviceApproval(oidc) && oidc.session?.accountId !== undefined && oidc.result?.login === undefined,
    ),
  );
  checks?.add(
    new Check(
      'somebody_else',
      'the person is another than the one of the session',
      'login_required',
      ({ oidc }) => isDeviceApproval(oidc) && oidc.result?.[somebodyElse] === true,
    ),
  );
  policy
    .get('consent')
    ?.checks.add(
      new Check(
        deviceReason,
        'a device is connected by whoever saw what it asks for',
        'consent_required',
        ({ oidc }) => isDeviceApproval(oidc) && oidc.result?.consent === undefined,
      ),
    );
  return policy;
}

/**
 * Somebody who signed in with a recovery code may mend things for a while: no program is connected by it, and it does not
 * last. Whoever has just done so for a web page is let through.
 */
function isTooWeak(oidc: OidcContext): boolean {
  const { session } = oidc;
  if (session?.accountId === undefined || !isRecovered(session.amr)) {
    return false;
  }
  return connectsProgram(oidc) || session.past(recoveredLifeSeconds);
}

function connectsProgram(oidc: OidcContext): boolean {
  const { client, params } = oidc;
  const asksForMail = hasMailScope(splitScope(params?.scope as string | undefined));
  return isNative(client) || isDeviceApproval(oidc) || asksForMail;
}

/** Throws `unmet_authentication_requirements` (RFC 9470 section 5) where asking the person again would not help. */
async function lacksFactor(ctx: KoaContextWithOIDC, admission: Admission): Promise<boolean> {
  const { oidc } = ctx;
  const account = oidc.account?.document as Account | undefined;
  if (oidc.session?.accountId === undefined || account === undefined) {
    return false;
  }
  const asked = readRequestedFactor(oidc.params ?? {});
  const proof = readProven(oidc);
  const requirement = await admission.require(account, { client: oidc.client, asked, address: ctx.ip });
  if (admission.isEnough(account, requirement, proof) && fulfils(asked, proof.factor)) {
    return false;
  }
  const isFresh = oidc.result?.login !== undefined;
  if (isFresh || (requirement.factor !== 'deny' && !isReachable(asked, proof.factor))) {
    throw new errors.UnmetAuthenticationRequirements('the sign-in did not prove what is required');
  }
  return true;
}

/** Trust in the browser connects no program. */
function readProven(oidc: OidcContext): TimedProof {
  const { acr, amr, loginTs } = oidc.session ?? {};
  return {
    factor: factorOf(acr),
    amr: connectsProgram(oidc) ? amr?.filter((method) => method !== 'rba') : amr,
    authTime: loginTs ?? 0,
  };
}
