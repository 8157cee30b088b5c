// The answer to a device that begins (RFC 8628 section 3.2): how often it may ask, and a sentence for its person.

import type { KoaContextWithOIDC } from 'oidc-provider';
import { deviceGrantType } from '../clients/client-traits.ts';
import { pollIntervalSeconds } from './polling.ts';

export interface DeviceSentence {
  readonly address: string;
  readonly userCode: string;
}

/** `message` is no standard's: mutt_oauth2.py prints it, and nothing else. */
export function shapeDeviceAnswer(
  ctx: KoaContextWithOIDC,
  say: (ctx: KoaContextWithOIDC, words: DeviceSentence) => string,
): void {
  if (ctx.status !== 200) {
    shapeRefusal(ctx);
    return;
  }
  const answer = ctx.body as { verification_uri: string; user_code: string };
  ctx.body = {
    ...answer,
    interval: pollIntervalSeconds,
    message: say(ctx, { address: answer.verification_uri, userCode: answer.user_code }),
  };
}

/** RFC 8628 section 3.2 leaves errors to RFC 6749 section 5.2: the provider calls a client without the grant a bad request. */
function shapeRefusal(ctx: KoaContextWithOIDC): void {
  const answer = ctx.body as { error?: string } | undefined;
  const isAllowed = ctx.oidc.client?.grantTypeAllowed(deviceGrantType) !== false;
  if (!isAllowed && answer?.error === 'invalid_request') {
    ctx.body = { ...answer, error: 'unauthorized_client' };
  }
}
