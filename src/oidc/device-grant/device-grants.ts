// What the page for user codes asks: which device shows this code, and where its person goes on. Guessing is counted.

import type { Context } from 'koa';
import type { Provider } from 'oidc-provider';
import { type Bucket, createAttempts, type Throttled } from '../../accounts/attempts/attempts.ts';
import { decide } from '../../accounts/attempts/decide.ts';
import { sourcePrefix } from '../../base/source-prefix.ts';
import { sha256 } from '../../secrets/hashing.ts';
import { sourceNetwork } from '../tokens/source-network.ts';
import { beginApproval } from './begin-approval.ts';
import { createDeviceCodes, type DeviceCodeParts } from './device-codes.ts';

export interface DeviceGrants {
  /** `browser`: what this browser alone knows. Answers the address where it goes on. */
  enter(
    ctx: Context,
    entry: { readonly userCode: string; readonly browser: string },
  ): Promise<Entered | Throttled>;
}

export type Entered = { readonly outcome: 'found'; readonly address: string } | { readonly outcome: 'wrong' };

const windowMs = 10 * 60 * 1000;

/** Among a thousand living codes, whoever may be wrong five times finds one in five million tries. */
const policy = { free: 5, most: { failures: 5, withinMs: windowMs }, forgetAfterMs: windowMs };
/** Whoever has a whole network (/48 of IPv6, /24 of IPv4) has no more than five sources of it. */
const ofNetwork = { free: 25, most: { failures: 25, withinMs: windowMs }, forgetAfterMs: windowMs };

export function createDeviceGrants(provider: Provider, parts: DeviceCodeParts): DeviceGrants {
  const codes = createDeviceCodes(parts);
  const attempts = createAttempts(parts);
  const bucket = (kind: string, subject: string): Bucket => ({ id: `user-code-${kind}:${subject}`, policy });

  return {
    enter: async (ctx, { userCode, browser }) => {
      const reserved = await attempts.reserve([
        bucket('browser', sha256(browser)),
        bucket('source', sourcePrefix(ctx.ip)),
        { id: `user-code-network:${sourceNetwork(ctx.ip)}`, policy: ofNetwork },
      ]);
      return decide<Entered>(reserved, async () => {
        const device = await codes.enter(userCode, browser);
        if (device === undefined) {
          return { answer: { outcome: 'wrong' }, counts: 'failed' };
        }
        const address = await beginApproval(provider, ctx, device);
        return { answer: { outcome: 'found', address }, counts: 'right' };
      });
    },
  };
}
