// Of several mail services that guard an account the nearest one decides the audience of its tokens; the others are told of none.

import type { Account } from '../../accounts/account.ts';
import { mailResource } from '../tokens/mail-resource.ts';
import type { MailServicePolicy } from './client-document.ts';
import { guards, type MailLoginSettings } from './mail-service-policy.ts';

export type Guard = Pick<MailServicePolicy, 'domains' | 'groups' | 'audience'> & { readonly name: string };

/** Two services that may ask about the same accounts, where the tokens of those are for one of them alone. */
export interface AudienceRivals {
  readonly nearer: string;
  readonly audience: string;
  readonly other: string;
}

/** The `aud` of tokens for an account. */
export function audienceOf(
  services: readonly Guard[],
  account: Account,
  settings: MailLoginSettings,
): string {
  const [nearest] = services.filter((service) => guards(service, account, settings)).sort(byNearness);
  return audienceOfGuard(nearest);
}

/** Every service that shares accounts with the one of this name, and has another audience. */
export function findAudienceRivals(services: readonly Guard[], name: string): readonly AudienceRivals[] {
  const own = services.find((service) => service.name === name);
  const rivals = services.filter(
    (service) =>
      own !== undefined &&
      service.name !== name &&
      audienceOfGuard(service) !== audienceOfGuard(own) &&
      meet(service.domains, own.domains) &&
      meet(service.groups, own.groups),
  );
  return rivals.flatMap((rival) => {
    const [nearer, other] = [rival, ...(own === undefined ? [] : [own])].sort(byNearness);
    return nearer === undefined || other === undefined
      ? []
      : [{ nearer: nearer.name, audience: audienceOfGuard(nearer), other: other.name }];
  });
}

function audienceOfGuard(service: Guard | undefined): string {
  return service?.audience ?? mailResource;
}

/** An empty list is everybody. */
function meet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === 0 || other.length === 0 || one.some((value) => other.includes(value));
}

/** One for the domain before one for a group before one for all; among equals one with an audience, then by name. */
function byNearness(one: Guard, other: Guard): number {
  const distance = ({ domains, groups, audience }: Guard): number =>
    (domains.length > 0 ? 0 : 4) + (groups.length > 0 ? 0 : 2) + (audience !== undefined ? 0 : 1);
  return distance(one) - distance(other) || (one.name < other.name ? -1 : 1);
}
