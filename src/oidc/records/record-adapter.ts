// Where the provider keeps its records: one adapter for each model, over the storage port.

import type { Adapter, AdapterFactory } from 'oidc-provider';
import type { Clock } from '../../base/clock.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { Store } from '../../store/store.ts';
import type { ProviderFeatures } from '../clients/provider-metadata.ts';
import { createDeviceCodeAdapter } from '../device-grant/device-code-adapter.ts';
import type { Devices } from '../devices.ts';
import { createClientRecords } from './client-records.ts';
import { createEndableRecords } from './endable-records.ts';
import { createInteractionRecords } from './interaction-records.ts';
import { createPlainRecords } from './plain-records.ts';
import type { RecordDocument } from './record.ts';
import { createRefreshFamilies } from './refresh-families.ts';
import type { RefreshTokenForm } from './refresh-token-form.ts';

export interface RecordAdapterParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly devices: Devices;
  readonly form: RefreshTokenForm;
  readonly features: ProviderFeatures;
  /** How long a replaced refresh token of the client under way is still answered, in seconds. */
  graceSeconds(): number;
  readonly userCodeKey: string;
  /** Whether a device asks for its tokens in the request under way. */
  isPoll(): boolean;
}

export function createRecordAdapter(parts: RecordAdapterParts): AdapterFactory {
  const { store, sealer, clock, devices } = parts;
  const recordParts = { records: store.collection<RecordDocument>('records'), sealer, clock } as const;

  // A grant that ends takes its device along: what reads mail and what is listed never differ.
  const createGrantRecords = (): Adapter => ({
    ...createEndableRecords('Grant', recordParts),
    destroy: (grantId) => devices.endGrant(grantId),
  });
  return (model) => {
    switch (model) {
      case 'Client':
        return createClientRecords(store.collection('clients'), parts.features);
      case 'RefreshToken':
        return createRefreshFamilies({ ...parts, families: store.collection('refreshFamilies') });
      case 'DeviceCode':
        return createDeviceCodeAdapter(parts);
      case 'Interaction':
        return createInteractionRecords(recordParts);
      case 'Session':
        return createEndableRecords('Session', recordParts);
      case 'Grant':
        return createGrantRecords();
      default:
        return createPlainRecords(model, recordParts);
    }
  };
}
