// Who allowed what to which client: a new grant for every authorization of a native program, one for a web client and person.

import type { Grant, KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Collection, Store } from '../store/store.ts';
import type { RecordDocument } from './records/record.ts';
import { mailResource, mailScopes, splitScope } from './tokens/mail-resource.ts';

type OidcContext = KoaContextWithOIDC['oidc'];

/** Another authorization of the same person was faster: its grant is the one. */
const mostAttempts = 5;

/** A grant is written again, with a new life, once it has lived this long. */
const renewedAfterSeconds = 7 * 24 * 60 * 60;

export interface Grants {
  /** `loadExistingGrant` of oidc-provider: the grant this authorization goes on with, if it needs no consent. */
  load(ctx: KoaContextWithOIDC): Promise<Grant | undefined>;
}

/** Whether a client is a program on somebody's own device (RFC 8252): it always asks for consent. */
export function isNative(client: { readonly applicationType?: string | undefined } | undefined): boolean {
  return client?.applicationType === 'native';
}

/** Whether a person decides here about a device that shows a code (RFC 8628). */
export function isDeviceApproval({ route }: Pick<OidcContext, 'route'>): boolean {
  return route === 'device_resume';
}

/** A new grant of these scopes, saved; answers its id. */
export async function createGrant(
  provider: Provider,
  grant: { accountId: string; clientId: string; scope: string },
): Promise<string> {
  const created = new provider.Grant({ accountId: grant.accountId, clientId: grant.clientId });
  addScopes(created, grant.scope);
  return created.save();
}

export function createGrants(store: Store): Grants {
  const records: Collection<RecordDocument> = store.collection('records');
  return {
    load: async ({ oidc }) => {
      const { consent } = oidc.result ?? {};
      if (consent?.grantId !== undefined) {
        return oidc.provider.Grant.find(consent.grantId);
      }
      // A device is one of its own, whatever kind of program it is.
      const isOwnDevice = isNative(oidc.client) || isDeviceApproval(oidc);
      return isOwnDevice ? undefined : openWebGrant(oidc, records);
    },
  };
}

/** First-party web clients skip consent: their one grant for this person grows with what they ask for. */
async function openWebGrant(
  oidc: OidcContext,
  records: Collection<RecordDocument>,
  attempt = 0,
): Promise<Grant> {
  const clientId = oidc.client?.clientId ?? '';
  const accountId = oidc.account?.accountId ?? '';
  const pointerId = `WebGrant.${accountId}.${clientId}`;

  const pointer = await records.find(pointerId);
  const known = pointer?.grantId === undefined ? undefined : await oidc.provider.Grant.find(pointer.grantId);
  const grant = known ?? new oidc.provider.Grant({ accountId, clientId });
  const before = JSON.stringify([grant.openid, grant.resources]);
  addScopes(grant, String(oidc.params?.scope ?? ''));
  const isUnchanged = known !== undefined && JSON.stringify([grant.openid, grant.resources]) === before;
  if (isUnchanged && (grant.iat ?? 0) + renewedAfterSeconds > Date.now() / 1000) {
    return grant;
  }
  const grantId = await renew(grant).save();
  if (known !== undefined) {
    return grant;
  }
  const made = { id: pointerId, model: 'WebGrant', payload: '', accountId, clientId, grantId };
  // A pointer that is there leads to a grant that has ended: it is turned to the new one.
  const written =
    pointer === undefined
      ? (await records.insert(made)) === 'inserted'
      : (await records.replace({ ...pointer, grantId })) === 'replaced';
  if (written) {
    return grant;
  }
  await grant.destroy();
  return attempt < mostAttempts ? openWebGrant(oidc, records, attempt + 1) : grant;
}

function addScopes(grant: Grant, scope: string): void {
  const scopes = splitScope(scope);
  grant.addOIDCScope(scopes.join(' '));
  const forMail = scopes.filter((name) => mailScopes.includes(name));
  if (forMail.length > 0) {
    grant.addResourceScope(mailResource, forMail.join(' '));
  }
}

/** Saving keeps `iat` and `exp` where they are set; without them the life begins anew. */
function renew(grant: Grant): Grant {
  const times = grant as { iat?: number | undefined; exp?: number | undefined };
  times.iat = undefined;
  times.exp = undefined;
  return grant;
}
