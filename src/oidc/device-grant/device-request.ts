// The device that an interaction is about, as its pages tell of it.

import type { Provider } from 'oidc-provider';
import { AppError } from '../../base/app-error.ts';

/** Who asks, as far as the server saw it. */
export interface DeviceRequest {
  /** From where the device asked. */
  readonly address: string;
  readonly userAgent: string;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
}

/** Kept with the device code: `deviceInfo` of oidc-provider. */
export function noteDevice(ctx: { readonly ip: string; get(name: string): string }): {
  [name: string]: unknown;
} {
  return { address: ctx.ip, userAgent: ctx.get('user-agent').slice(0, 256) };
}

/** Undefined: the interaction is not about a device. Throws `sign-in-expired` where its code has run out or was decided. */
export async function findDeviceRequest(
  provider: Provider,
  deviceCode: string | undefined,
): Promise<DeviceRequest | undefined> {
  if (deviceCode === undefined) {
    return undefined;
  }
  const code = await provider.DeviceCode.find(deviceCode, { ignoreExpiration: true });
  if (code === undefined || code.isExpired || code.accountId !== undefined || code.error !== undefined) {
    throw new AppError('sign-in-expired', { detail: 'the device code has expired, or was decided' });
  }
  const { address, userAgent } = code.deviceInfo as { address?: string; userAgent?: string };
  return { address: address ?? '', userAgent: userAgent ?? '', askedAt: (code.iat ?? 0) * 1000 };
}
