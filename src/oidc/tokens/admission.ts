// Access rules at the doors of the provider: what a sign-in must prove here, and whether what was proven is enough.

import type { Client } from 'oidc-provider';
import type { Account } from '../../accounts/account.ts';
import type { AccessRules } from '../../accounts/rules/access-rules.ts';
import { isInNetworks } from '../../accounts/rules/networks.ts';
import type { Requirement } from '../../accounts/rules/required-factor.ts';
import type { Devices } from '../devices.ts';
import { isNative } from '../grants.ts';
import { type Factor, factorOf } from '../proof/factor.ts';
import { isEnough, type ProofParts, type TimedProof } from '../proof/proof.ts';
import type { RequestedFactor } from '../proof/requested-factor.ts';

/** A code or token, and who presents it. */
export interface Presented {
  readonly client: Client | undefined;
  readonly grantId: string | undefined;
  readonly acr: unknown;
  readonly amr: readonly string[] | undefined;
  /** Seconds since 1970. */
  readonly authTime: number;
  /** Of whoever sent the request. */
  readonly address: string;
}

/** `address`: where the person is, as the mail server that asks now has told. */
export type PresentedFromAfar = Omit<Presented, 'address'> & { readonly address: string | undefined };

export interface Admission {
  /** For a person at a browser. */
  require(
    account: Account,
    request: { client: Client | undefined; asked: RequestedFactor; address: string },
  ): Promise<Requirement>;
  /** Whether a person at a browser has proven enough for what is required there. */
  isEnough(account: Account, requirement: Requirement, proof: TimedProof): boolean;
  /** Presented by its own client. The address of a web application is not that of its person. */
  admits(account: Account, presented: Presented): Promise<boolean>;
  /** Presented by a mail server, or for itself: the address is that of the login, where one is told. */
  admitsFromAfar(account: Account, presented: PresentedFromAfar): Promise<boolean>;
}

export interface AdmissionParts extends ProofParts {
  readonly accessRules: AccessRules;
  readonly devices: Devices;
}

export function createAdmission({ accessRules, devices, ...parts }: AdmissionParts): Admission {
  const judge = async (
    account: Account,
    { client, acr, amr, authTime }: Omit<Presented, 'address' | 'grantId'>,
    address: () => Promise<string | undefined> | string | undefined,
  ): Promise<boolean> => {
    const requirement = await accessRules.judge({ account, address, ...clientOf(client) });
    return isEnough(parts, account, { requirement, proof: { factor: factorOf(acr), amr, authTime } });
  };
  return {
    require: (account, { client, asked, address }) =>
      accessRules.judge({ account, request: asked, address: () => address, ...clientOf(client) }),
    isEnough: (account, requirement, proof) => isEnough(parts, account, { requirement, proof }),
    admits: (account, presented) =>
      judge(account, presented, () =>
        isNative(presented.client) ? presented.address : devices.findBrowserAddress(presented.grantId ?? ''),
      ),
    admitsFromAfar: async (account, { address: told, ...presented }) => {
      const { client, grantId = '' } = presented;
      if (isNative(client)) {
        return judge(account, presented, () => told ?? devices.findLastAddress(grantId));
      }
      // A web application's own server stands between: then the browser is all that is known of its person.
      const isThere = await judge(account, presented, () => devices.findBrowserAddress(grantId));
      return (
        isThere &&
        (told === undefined ||
          judge(account, presented, async () =>
            isInside(told) || told === (await devices.findLastAddress(grantId))
              ? devices.findBrowserAddress(grantId)
              : told,
          ))
      );
    },
  };
}

/** Networks of a machine or a site (RFC 1918, RFC 4193): a mail server is told of its webmail by such an address. */
const insideNetworks = ['127.0.0.0/8', '::1', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

function isInside(address: string): boolean {
  return isInNetworks(insideNetworks, address);
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
