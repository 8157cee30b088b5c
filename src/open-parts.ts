// What commands and the server both need, opened once and joined: store, secrets, accounts, clients, devices.

import { type Accounts, createAccounts } from './accounts/accounts.ts';
import { type AccessRules, createAccessRules } from './accounts/rules/access-rules.ts';
import { type Audit, createAudit } from './audit/audit.ts';
import { type Clock, systemClock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import type { Settings } from './config/settings.ts';
import { createOutbox, type Outbox } from './mail/outbox.ts';
import { createLeases, type Leases } from './mail-access/check/leases.ts';
import { createPasswordUses, type PasswordUses } from './mail-access/check/password-uses.ts';
import { type Connections, createConnections } from './mail-access/connections.ts';
import { createKicks, type Kicks } from './mail-access/kick/kicks.ts';
import { type Clients, createClients } from './oidc/clients/clients.ts';
import { createMailServices, type MailServices } from './oidc/clients/mail-services.ts';
import { createDevices, type Devices } from './oidc/devices.ts';
import { createRegistrations, type Registrations } from './oidc/registration/registrations.ts';
import { isSealed, type KeyVault, openKeyVault } from './secrets/key-vault.ts';
import { openMasterKeys } from './secrets/master-key.ts';
import { createPasswordHasher, type PasswordHasher } from './secrets/password-hashing.ts';
import { createSealer, type Sealer } from './secrets/sealing.ts';
import { createSetupLink, type SetupLink } from './setup/setup-link.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';

export interface Parts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly vault: KeyVault;
  readonly hasher: PasswordHasher;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly accounts: Accounts;
  readonly accessRules: AccessRules;
  readonly clients: Clients;
  readonly mailServices: MailServices;
  readonly registrations: Registrations;
  readonly devices: Devices;
  readonly leases: Leases;
  readonly passwordUses: PasswordUses;
  readonly kicks: Kicks;
  readonly connections: Connections;
  readonly setupLink: SetupLink;
  close(): Promise<void>;
}

/** What is opened first, and handed in. */
export type OpenedParts = Pick<Parts, 'settings' | 'clock' | 'log' | 'store' | 'sealer' | 'vault' | 'hasher'>;

/** Throws `MasterKeyError` and `StoreUnavailableError`; what was opened until then is closed again. */
export async function openParts(settings: Settings, log: Log): Promise<Parts> {
  const clock = systemClock;
  const store = await openStore(settings.store, { clock, log });
  try {
    const sealer = createSealer(
      await openMasterKeys({
        given: settings.masterKeys,
        dataDir: settings.dataDir,
        store: settings.store,
        isSealed: () => isSealed(store),
        log,
      }),
    );
    const vault = await openKeyVault(store, sealer);
    const hasher = createPasswordHasher(settings);
    return joinParts({ settings, clock, log, store, sealer, vault, hasher });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Joins everything over these; `close` closes the hasher and the store. */
export function joinParts(opened: OpenedParts): Parts {
  const { settings, clock, store, sealer, hasher } = opened;
  const outbox = createOutbox(opened);
  const audit = createAudit({ ...opened, outbox });
  const accessRules = createAccessRules({ store, clock, settings });
  const accounts = createAccounts({ ...opened, audit, accessRules, canMail: outbox.canSend });
  const clients = createClients({ store, clock });
  const mailServices = createMailServices({ store, sealer, clock, settings });
  const devices = createDevices({ store, clock });
  const leases = createLeases({ store, clock, settings });
  const kicks = createKicks({ store, clock, mailServices, settings });
  return {
    ...opened,
    ...{ outbox, audit, accounts, accessRules, clients, mailServices, devices, leases, kicks },
    registrations: createRegistrations({ store, clock, settings }),
    passwordUses: createPasswordUses({ store, clock }),
    connections: createConnections({ accounts, devices, leases, clients, kicks }),
    setupLink: createSetupLink({ store, clock, accounts, settings }),
    close: async () => {
      await hasher.close();
      await store.close();
    },
  };
}
