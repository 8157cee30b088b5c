// The consent step: may this program, here or on a device elsewhere, use the account.

import { sourcePrefix } from '../../src/base/source-prefix.ts';
import type { DeviceRequest } from '../../src/oidc/device-grant/device-request.ts';
import { asksForMail } from '../../src/oidc/interaction.ts';
import type { Html } from '../../src/views/html.ts';
import { needsConsent } from '../flow.ts';
import type { Step, StepParts, Visit } from '../step.ts';
import { deviceConsentView } from './device-view.ts';
import { consentView } from './view.ts';

const secondsPerDay = 24 * 60 * 60;

export function createConsentStep({ settings, clock }: StepParts): Step {
  return {
    name: 'consent',
    isNeeded: needsConsent,
    show: (visit) => {
      const { device } = visit.interaction;
      return device === undefined ? show(visit, settings) : showDevice(visit, device, settings, clock.now());
    },
    decide: async () => ({ advance: { consented: true } }),
  };
}

type Lives = Pick<StepParts['settings'], 'refreshMax' | 'refreshFixedMax'>;

function show({ frame, interaction }: Visit, lives: Lives): Html {
  const { client, scopes, redirectUri } = interaction;
  return consentView(frame, {
    scopes,
    redirectHost: redirectHost(redirectUri),
    // Any program on a device can call itself by any name (RFC 8252 section 8.6).
    unverified: client.isNative,
    selfRegistered: client.isUnverified,
    ...lifetime(interaction, lives),
  });
}

function showDevice(
  { frame, interaction, ctx }: Visit,
  device: DeviceRequest,
  lives: Lives,
  now: number,
): Html {
  return deviceConsentView(frame, {
    scopes: interaction.scopes,
    device: { ...device, isHere: sourcePrefix(device.address) === sourcePrefix(ctx.ip) },
    now,
    selfRegistered: interaction.client.isUnverified,
    ...lifetime(interaction, lives),
  });
}

function lifetime(interaction: Visit['interaction'], { refreshMax, refreshFixedMax }: Lives) {
  const { client, scopes } = interaction;
  const days = (client.doesNotRotate ? refreshFixedMax : refreshMax) / secondsPerDay;
  const outlivesSession = client.isNative || scopes.includes('offline_access') || asksForMail(interaction);
  return outlivesSession ? { lifetimeDays: Math.floor(days) } : {};
}

/** Where the answer goes: a host, or the scheme of a program's own. */
function redirectHost(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  return host === '' ? protocol.slice(0, -1) : host;
}
