// The real provider behind the HTTP room, with pages that take no password: every sign-in proves what the test says.

import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import type { Accounts } from '../../src/accounts/accounts.ts';
import { authTimeFor } from '../../src/accounts/alive.ts';
import { type AccessRules, createAccessRules } from '../../src/accounts/rules/access-rules.ts';
import { systemClock } from '../../src/base/clock.ts';
import type { Settings } from '../../src/config/settings.ts';
import { readBody } from '../../src/http/body.ts';
import { createApp } from '../../src/http/create-app.ts';
import { startServer } from '../../src/http/listen.ts';
import { type Clients, createClients } from '../../src/oidc/clients/clients.ts';
import { createMailServices, type MailServices } from '../../src/oidc/clients/mail-services.ts';
import { createDevices, type Devices } from '../../src/oidc/devices.ts';
import { createInteractions, type Interaction, type Proof } from '../../src/oidc/interaction.ts';
import { openKeys } from '../../src/oidc/keys.ts';
import { createProviderPages } from '../../src/oidc/pages/provider-pages.ts';
import { createOwnSignIn, type OwnSignIn } from '../../src/oidc/portal-client/own-sign-in.ts';
import { createProvider } from '../../src/oidc/provider.ts';
import { createRegistrations } from '../../src/oidc/registration/registrations.ts';
import { createRegistrationRoutes } from '../../src/oidc/registration/route.ts';
import { openKeyVault } from '../../src/secrets/key-vault.ts';
import type { Store } from '../../src/store/store.ts';
import type { PlainFrame } from '../../src/views/layout.ts';
import { en } from '../../src/views/texts/en.ts';
import { openTestAccounts, testSealer } from './accounts.ts';
import { type OpenTestStore, quietLog } from './engines.ts';
import { findFreePort } from './postern-process.ts';

export interface PortalStandIn {
  readonly issuer: string;
  readonly store: Store;
  readonly accounts: Accounts;
  readonly accessRules: AccessRules;
  readonly clients: Clients;
  readonly mailServices: MailServices;
  readonly devices: Devices;
  readonly provider: Provider;
  readonly ownSignIn: OwnSignIn;
  /** What the next sign-in proves, whoever asks. */
  prove(proof: Partial<Proof>): void;
  /** What the pages of the last sign-in were told. */
  lastInteraction(): Interaction | undefined;
  /** Answers `/account/…`; the text goes to the browser. */
  answer(portal: (ctx: Context) => Promise<string>): void;
  close(): Promise<void>;
}

export interface PortalStandInOptions {
  readonly wrap?: (store: Store) => Store;
  readonly sessionIdle?: number;
  readonly settings?: Partial<Pick<Settings, 'openRegistration' | 'trustedProxies' | 'accessTokenLife'>>;
  /** Where mail goes, and from whom; without it there is none. */
  readonly mail?: Pick<Settings, 'smtp' | 'mailFrom'>;
}

const lives = {
  sessionIdle: 3600,
  sessionMax: 24 * 3600,
  signInLife: 900,
  accessTokenLife: 600,
  mailTokenLife: 3600,
  refreshIdle: 90 * 24 * 3600,
  refreshMax: 400 * 24 * 3600,
  refreshGrace: 60,
  refreshFixedMax: 180 * 86_400,
  openRegistration: false,
  deviceFlow: true,
  deviceCodeLife: 600,
  trustedBrowserLife: 30 * 86_400,
  registrationsPerHour: 10,
  registrationLife: 86_400,
};

export async function startPortalStandIn(
  openStore: OpenTestStore,
  options: PortalStandInOptions = {},
): Promise<PortalStandIn> {
  const clock = { now: () => Date.now(), advance: () => {} };
  const wrap = options.wrap === undefined ? {} : { wrap: options.wrap };
  const mail = options.mail === undefined ? {} : { mail: options.mail };
  // A server answers until it is closed, which is after the test.
  const openLasting: OpenTestStore = (store) => openStore({ ...store, outlivesTest: true });
  const { store, accounts, audit } = await openTestAccounts(openLasting, { clock, ...wrap, ...mail });
  const port = await findFreePort();
  const issuer = `http://127.0.0.1:${port}`;
  const settings = {
    ...lives,
    sessionIdle: options.sessionIdle ?? lives.sessionIdle,
    issuer,
    brandName: 'Postern',
    brandColor: '#1d5c63',
    mailLogin: 'username',
    mailDomains: [],
    mfa: 'optional',
    mfaExemptRoles: [],
    listen: { kind: 'tcp', host: '127.0.0.1', port },
    trustedProxies: [],
    ...options.settings,
  } as const;
  const plainFrame = (): PlainFrame => ({ texts: en, brand: { name: 'Postern', color: '#1d5c63' } });
  const accessRules = createAccessRules({ store, clock, settings });
  const devices = createDevices({ store, clock });
  const mailServices = createMailServices({ store, sealer: testSealer, clock, settings });
  const registrations = createRegistrations({ store, clock, settings });
  const keys = await openKeys(await openKeyVault(store, testSealer));
  const pages = createProviderPages({ frame: plainFrame, requestId: () => 'test' });
  const provider = createProvider({
    ...{ audit, store, sealer: testSealer, clock, log: quietLog, accounts },
    ...{ accessRules, devices, keys, pages, settings, mailServices, registrations },
    signedOut: async () => {},
  });
  const registration = { log: quietLog, readBody, requestId: () => 'test' };
  const { routes, ...controls } = createStandInPages(provider, accounts);
  const app = createApp({
    ...{ settings, clock, log: quietLog, plainFrame },
    ping: async () => {},
    routes: [routes, createRegistrationRoutes({ ...registration, registrations, settings })],
    provider: provider.callback(),
  });
  const server = await startServer(app, settings, quietLog);
  const clients = createClients({ store, clock });
  const ownSignIn = createOwnSignIn(provider, { clock: systemClock, devices, settings });
  const close = () => server.close();
  const rooms = { accounts, accessRules, clients, mailServices, devices, provider, ownSignIn };
  return { issuer, store, ...rooms, ...controls, close };
}

function createStandInPages(
  provider: Provider,
  accounts: Accounts,
): Pick<PortalStandIn, 'prove' | 'lastInteraction' | 'answer'> & { routes: Middleware } {
  const interactions = createInteractions(provider);
  let proof: Partial<Proof> = {};
  let interaction: Interaction | undefined;
  let portal = async (_ctx: Context): Promise<string> => 'nothing to see';

  const router = new Router();
  router.get('/interaction/:uid', async (ctx) => {
    interaction = await interactions.get(ctx, String(ctx.params.uid));
    const { prompt } = interaction;
    const account = await accounts.findById(proof.accountId ?? '');
    const authTime = account === undefined ? 0 : authTimeFor(account, Date.now());
    const proven = { accountId: '', factor: 1, amr: ['pwd'], authTime } as const;
    const next =
      prompt === 'consent'
        ? await interactions.finishConsent(ctx, interaction)
        : await interactions.finishLogin(ctx, { ...proven, ...proof });
    ctx.redirect(next);
    ctx.status = 303;
  });
  router.get('/account/:page', async (ctx) => {
    ctx.type = 'html';
    ctx.body = await portal(ctx);
  });
  return {
    routes: router.routes() as Middleware,
    prove: (next) => {
      proof = { ...proof, ...next };
    },
    lastInteraction: () => interaction,
    answer: (next) => {
      portal = next;
    },
  };
}
