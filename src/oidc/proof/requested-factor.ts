// How strong a sign-in the request itself asks for: `acr_values` and an essential `acr` (OpenID Connect Core section 5.5.1.1).

import { acrOf, acrValues, type Factor } from './factor.ts';

export interface RequestedFactor {
  /** The least that fulfils the request; absent: it asks for nothing that we know. */
  readonly factor?: Factor;
  /** Of an essential `acr`: what the answer has to be, or there is none. */
  readonly only?: readonly string[];
}

/** The parameters of an authorization request, as they came. */
export interface FactorParameters {
  readonly acr_values?: unknown;
  readonly claims?: unknown;
}

const known: readonly string[] = acrValues;

export function readRequestedFactor(params: FactorParameters): RequestedFactor {
  const only = readEssential(params.claims);
  const factors = [preferred(params.acr_values), least(only)].filter((factor) => factor !== undefined);
  return {
    ...(factors.length === 0 ? {} : { factor: Math.max(...factors) as Factor }),
    ...(only === undefined ? {} : { only }),
  };
}

/** Whether a sign-in that proved this factor is what the request asks for. */
export function fulfils({ factor = 1, only }: RequestedFactor, proven: Factor): boolean {
  return proven >= factor && (only === undefined || only.includes(acrOf(proven)));
}

/** Whether a better sign-in could help at all. */
export function isReachable({ only }: RequestedFactor, proven: Factor): boolean {
  return only === undefined || only.some((acr) => known.indexOf(acr) + 1 > proven);
}

/** `acr_values` stand in order of preference: the first one we know. */
function preferred(values: unknown): Factor | undefined {
  const found = typeof values === 'string' ? values.split(' ').find((acr) => known.includes(acr)) : undefined;
  return found === undefined ? undefined : factorAt(found);
}

function least(only: readonly string[] | undefined): Factor | undefined {
  const found = known.find((acr) => only?.includes(acr));
  return found === undefined ? undefined : factorAt(found);
}

function factorAt(acr: string): Factor {
  return acr === acrOf(2) ? 2 : 1;
}

function readEssential(claims: unknown): readonly string[] | undefined {
  const acr = readAcrMember(claims);
  if (acr?.essential !== true) {
    return undefined;
  }
  const { value, values } = acr;
  if (typeof value === 'string') {
    return [value];
  }
  return Array.isArray(values) ? values.filter((one) => typeof one === 'string') : undefined;
}

function readAcrMember(claims: unknown): Record<string, unknown> | undefined {
  try {
    return (typeof claims === 'string' ? JSON.parse(claims) : undefined)?.id_token?.acr ?? undefined;
  } catch {
    return undefined;
  }
}

/** What may be asked for by name; everything else is asked for by scope, and consented to as such. */
const askedByName: readonly string[] = ['acr', 'amr', 'auth_time', 'sub'];

/** Leaves in the `claims` parameter what we follow; other members are voluntary and passed over (section 5.5.1). */
export function narrowClaims(params: Record<string, unknown> | undefined, claims: object): void {
  const { id_token } = claims as { id_token?: object };
  const kept = Object.entries(id_token ?? {}).filter(([name]) => askedByName.includes(name));
  if (params !== undefined) {
    params.claims = JSON.stringify({ id_token: Object.fromEntries(kept) });
  }
}
