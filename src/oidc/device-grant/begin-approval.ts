// How a person who typed a user code comes into the provider's hands: as if they came back from an interaction that proved nothing.

import type { Context } from 'koa';
import type { Provider } from 'oidc-provider';
import { randomToken } from '../../base/random-ids.ts';
import { wholeSiteCookie } from '../portal-client/browser-session.ts';
import type { WaitingDevice } from './device-codes.ts';

/** Beside what an interaction proved: the person of the session is not the one who wants to connect the device. */
export const somebodyElse = 'somebody_else';

/** The browser goes on at once. */
const lifeSeconds = 600;

/**
 * Answers the address the browser goes on to; there the sign-in policy decides what is asked. `asSomebodyElse`: the
 * password, whoever is signed in.
 */
export async function beginApproval(
  provider: Provider,
  ctx: Context,
  { deviceCode, params, asSomebodyElse = false }: WaitingDevice & { readonly asSomebodyElse?: boolean },
): Promise<string> {
  const uid = randomToken();
  const path = provider.pathFor('device_resume', { uid });
  const interaction = newInteraction(provider, uid, {
    returnTo: new URL(path, provider.issuer).href,
    prompt: { name: 'device', reasons: [], details: {} },
    params,
    result: asSomebodyElse ? { [somebodyElse]: true } : {},
    deviceCode,
    cid: randomToken(),
  });
  await interaction.save(lifeSeconds);
  provider.createContext(ctx.req, ctx.res).cookies.set(provider.cookieName('resume'), uid, {
    ...wholeSiteCookie(provider.issuer.startsWith('https:')),
    path,
    maxAge: lifeSeconds * 1000,
  });
  return path;
}

/** Its types know no way to make one. */
function newInteraction(
  provider: Provider,
  uid: string,
  payload: object,
): InstanceType<Provider['Interaction']> {
  const Model = provider.Interaction as unknown as new (
    uid: string,
    payload: object,
  ) => InstanceType<Provider['Interaction']>;
  return new Model(uid, payload);
}
