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
    const outbox = createOutbox({ store, sealer, clock, log, settings });
    const audit = createAudit({ store, outbox, clock, settings });
    const canMail = outbox.canSend;
    const accounts = createAccounts({ store, sealer, vault, hasher, audit, clock, log, canMail, settings });
    const clients = createClients({ store, clock });
    const mailServices = createMailServices({ store, sealer, clock, settings });
    const devices = createDevices({ store, clock });
    const leases = createLeases({ store, clock, settings });
    const kicks = createKicks({ store, clock, mailServices, settings });
    return {
      settings,
      clock,
      log,
      store,
      sealer,
      vault,
      hasher,
      outbox,
      audit,
      accounts,
      accessRules: createAccessRules({ store, clock, settings }),
      clients,
      mailServices,
      registrations: createRegistrations({ store, clock, settings }),
      devices,
      leases,
      passwordUses: createPasswordUses({ store, clock }),
      kicks,
      connections: createConnections({ accounts, devices, leases, clients, kicks }),
      setupLink: createSetupLink({ store, clock, accounts, settings }),
      close: async () => {
        await hasher.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
