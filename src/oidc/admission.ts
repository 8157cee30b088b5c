// Access rules at the doors of the provider: what a sign-in must prove here, and whether what was proven is enough.

import type { Client } from 'oidc-provider';
import type { Account } from '../accounts/account.ts';
import type { AccessRules } from '../accounts/rules/access-rules.ts';
import { isMet } from '../accounts/rules/met.ts';
import type { Requirement } from '../accounts/rules/required-factor.ts';
import type { Devices } from './devices.ts';
import { type Factor, factorOf, isTrusted } from './factor.ts';
import { isNative } from './grants.ts';
import type { RequestedFactor } from './requested-factor.ts';

/** A code or token, and who presents it. */
export interface Presented {
  readonly client: Client | undefined;
  readonly grantId: string | undefined;
  readonly acr: unknown;
  readonly amr: readonly string[] | undefined;
  /** Of whoever sent the request. */
  readonly address: string;
}

export interface Admission {
  /** For a person at a browser. */
  require(
    account: Account,
    request: { client: Client | undefined; asked: RequestedFactor; address: string },
  ): Promise<Requirement>;
  /** Presented by its own client. The address of a web application is not that of its person. */
  admits(account: Account, presented: Presented): Promise<boolean>;
  /** Presented by a third: where the person is, is what was seen last. */
  admitsFromAfar(account: Account, presented: Omit<Presented, 'address'>): Promise<boolean>;
}

export function createAdmission({
  accessRules,
  devices,
}: {
  accessRules: AccessRules;
  devices: Devices;
}): Admission {
  const judge = async (
    account: Account,
    { client, acr, amr }: Pick<Presented, 'client' | 'acr' | 'amr'>,
    address: () => Promise<string | undefined> | string,
  ): Promise<boolean> => {
    const requirement = await accessRules.judge({ account, address, ...clientOf(client) });
    return isMet(requirement, { factor: factorOf(acr), isTrusted: isTrusted(amr) });
  };
  return {
    require: (account, { client, asked, address }) =>
      accessRules.judge({ account, request: asked, address: () => address, ...clientOf(client) }),
    admits: (account, presented) =>
      judge(account, presented, () =>
        isNative(presented.client) ? presented.address : devices.findBrowserAddress(presented.grantId ?? ''),
      ),
    admitsFromAfar: (account, presented) =>
      judge(account, presented, () =>
        isNative(presented.client)
          ? devices.findLastAddress(presented.grantId ?? '')
          : devices.findBrowserAddress(presented.grantId ?? ''),
      ),
  };
}

/** A client in the words of the rules. */
function clientOf(client: Client | undefined): { client?: { id: string; requireFactor?: Factor } } {
  if (client === undefined) {
    return {};
  }
  const requireFactor = requiredByClient(client);
  return { client: { id: client.clientId, ...(requireFactor === undefined ? {} : { requireFactor }) } };
}

/** What an administrator asks of everybody who signs in to this client. */
export function requiredByClient(client: Pick<Client, string>): Factor | undefined {
  const { postern_require_factor: factor } = client;
  return factor === 1 || factor === 2 ? factor : undefined;
}
