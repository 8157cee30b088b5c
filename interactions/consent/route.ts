// The consent step: may this program use the account.

import { asksForMail } from '../../src/oidc/interaction.ts';
import { needsConsent } from '../flow.ts';
import type { Step, StepParts, Visit } from '../step.ts';
import { consentView } from './view.ts';

const secondsPerDay = 24 * 60 * 60;

export function createConsentStep({ settings }: StepParts): Step {
  return {
    name: 'consent',
    isNeeded: needsConsent,
    show: (visit) => show(visit, settings),
    decide: async () => ({ advance: { consented: true } }),
  };
}

type Lives = Pick<StepParts['settings'], 'refreshMax' | 'refreshFixedMax'>;

function show({ frame, interaction }: Visit, { refreshMax, refreshFixedMax }: Lives) {
  const { client, scopes, redirectUri } = interaction;
  const days = (client.doesNotRotate ? refreshFixedMax : refreshMax) / secondsPerDay;
  const outlivesSession = client.isNative || scopes.includes('offline_access') || asksForMail(interaction);
  return consentView(frame, {
    scopes,
    redirectHost: redirectHost(redirectUri),
    // Any program on a device can call itself by any name (RFC 8252 section 8.6).
    unverified: client.isNative,
    selfRegistered: client.isUnverified,
    ...(outlivesSession ? { lifetimeDays: Math.floor(days) } : {}),
  });
}

/** Where the answer goes: a host, or the scheme of a program's own. */
function redirectHost(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  return host === '' ? protocol.slice(0, -1) : host;
}
