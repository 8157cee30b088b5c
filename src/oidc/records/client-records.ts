// The provider's adapter for clients: read from the collection that the command line writes, at every request.

import type { Adapter } from 'oidc-provider';
import type { Collection } from '../../store/store.ts';
import type { ClientDocument } from '../clients/client-document.ts';
import { type ProviderFeatures, toProviderMetadata } from '../clients/provider-metadata.ts';

/** Only `find`: clients are managed by `clients/`, never by the provider. */
export function createClientRecords(
  clients: Collection<ClientDocument>,
  features: ProviderFeatures,
): Adapter {
  const refuse = async (): Promise<never> => {
    throw new Error('clients are not managed by the provider');
  };
  return {
    find: async (id) => {
      const document = await clients.find(id);
      return document && toProviderMetadata(document, features);
    },
    upsert: refuse,
    destroy: refuse,
    consume: refuse,
    findByUid: refuse,
    findByUserCode: refuse,
    revokeByGrantId: refuse,
  };
}
