// The secrets of a mail service: its own, two of which may work, and the key with which its server ends connections.

import { sha256 } from '../../secrets/hashing.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { Collection } from '../../store/store.ts';
import { type MailServiceDocument, secretHashesOf } from './client-document.ts';

/** Services of before are known by a field that is no key: they are few. */
export async function findBySecretHash(
  documents: Collection<MailServiceDocument>,
  hash: string,
): Promise<MailServiceDocument | undefined> {
  const [found] = await documents.findBy('secretHashes', hash);
  if (found !== undefined) {
    return found.kind === 'service' ? found : undefined;
  }
  const services = await documents.findBy('kind', 'service');
  return services.find((service) => service.secretHash === hash && secretHashesOf(service).includes(hash));
}

/** Two are alive, so that a mail server can be given the new one without an outage. */
export function withSecret(
  current: MailServiceDocument,
  secret: string,
  { sealer, now }: { readonly sealer: Sealer; readonly now: number },
): MailServiceDocument {
  const { secretHash: _, ...rest } = current;
  return {
    ...rest,
    secretHashes: [sha256(secret), ...secretHashesOf(current)].slice(0, 2),
    sealedSecret: sealSecret(sealer, current.id, secret),
    rotatedAt: now,
  };
}

export function sealSecret(sealer: Sealer, name: string, secret: string): string {
  return sealer.seal(secret, secretContext(name));
}

export function openSecret(sealer: Sealer, { id, sealedSecret }: MailServiceDocument): string {
  return sealer.open(sealedSecret, secretContext(id));
}

export function sealKickUrl(sealer: Sealer, name: string, url: string): string {
  return sealer.seal(url, kickContext(name));
}

export function openKickUrl(sealer: Sealer, { id, sealedKickUrl }: MailServiceDocument): string | undefined {
  return sealedKickUrl && sealer.open(sealedKickUrl, kickContext(id));
}

function secretContext(name: string): string {
  return `mail-service:${name}`;
}

function kickContext(name: string): string {
  return `mail-service-kick:${name}`;
}
