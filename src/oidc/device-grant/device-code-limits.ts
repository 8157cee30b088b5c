// How many device codes may be asked for: anybody can, and each is kept for minutes and makes guessing a little easier.

import { errors, Provider } from 'oidc-provider';
import type { AttemptPolicy } from '../../accounts/attempts/attempt-count.ts';
import { createAttempts } from '../../accounts/attempts/attempts.ts';
import type { Clock } from '../../base/clock.ts';
import { sourcePrefix } from '../../base/source-prefix.ts';
import type { Store } from '../../store/store.ts';
import { sourceNetwork } from '../tokens/source-network.ts';

export interface DeviceCodeLimits {
  /** Counts one more. Throws the provider's error, with 429, where there are too many. */
  take(asked: { readonly clientId: string; readonly address: string }): Promise<void>;
}

const windowMs = 10 * 60 * 1000;
const limit = (failures: number): AttemptPolicy => ({
  free: failures,
  most: { failures, withinMs: windowMs },
  forgetAfterMs: windowMs,
});

const policies = {
  source: limit(60),
  /** /48 of IPv6, /24 of IPv4. */
  network: limit(300),
  /** So many living codes the length of a user code was chosen for. */
  client: limit(1000),
};

export function createDeviceCodeLimits({ store, clock }: { store: Store; clock: Clock }): DeviceCodeLimits {
  const attempts = createAttempts({ store, clock });
  return {
    take: async ({ clientId, address }) => {
      const reserved = await attempts.reserve([
        { id: `device-codes-source:${sourcePrefix(address)}`, policy: policies.source },
        { id: `device-codes-network:${sourceNetwork(address)}`, policy: policies.network },
        { id: `device-codes-client:${clientId}`, policy: policies.client },
      ]);
      if (reserved.outcome === 'throttled') {
        Provider.ctx?.set('Retry-After', String(reserved.retryAfterSeconds));
        throw new TooManyDeviceCodesError();
      }
      // Every one of them counts, whatever comes of it.
      await reserved.fail();
    },
  };
}

class TooManyDeviceCodesError extends errors.OIDCProviderError {
  constructor() {
    super(429, 'temporarily_unavailable');
    this.error_description = 'too many device codes were asked for';
  }
}
