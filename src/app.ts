// The server: parts, provider and pages, joined once.

import type { Context } from 'koa';
import { createDeviceRoutes } from '../interactions/device/route.ts';
import { createKnownBrowsers, placeOf } from '../interactions/known-browsers.ts';
import { createProgressStore } from '../interactions/progress.ts';
import { createSignInRoutes } from '../interactions/routes.ts';
import { startReminders } from './accounts/rules/reminders.ts';
import { readBody } from './http/body.ts';
import { createApp } from './http/create-app.ts';
import { createCsrf } from './http/csrf.ts';
import { type RunningServer, startServer } from './http/listen.ts';
import { requestIdOf } from './http/request-id.ts';
import { startDelivery } from './mail/delivery.ts';
import { createSmtpSender } from './mail/smtp.ts';
import { createMailCheck } from './mail-access/check/check.ts';
import { kickAtDoveadm } from './mail-access/kick/doveadm.ts';
import { startKicking } from './mail-access/kick/kick-delivery.ts';
import { createMailAccessRoutes } from './mail-access/routes.ts';
import { createDeviceGrants } from './oidc/device-grant/device-grants.ts';
import { createInteractions } from './oidc/interaction.ts';
import { openKeys } from './oidc/keys.ts';
import { createProviderPages } from './oidc/pages/provider-pages.ts';
import { createOwnSignIn } from './oidc/portal-client/own-sign-in.ts';
import { createProvider } from './oidc/provider.ts';
import { createRegistrationRoutes } from './oidc/registration/route.ts';
import type { Parts } from './open-parts.ts';
import { createPortalRoutes } from './portal/routes.ts';
import { createPortalSessions } from './portal/session.ts';
import { createSetupRoutes } from './setup/routes.ts';
import { startSweeping } from './store/sweeping.ts';
import type { PageFrame, PlainFrame } from './views/layout.ts';
import { findTexts } from './views/texts/find-texts.ts';

export interface RunningApp {
  readonly address: RunningServer['address'];
  /** Stops accepting, finishes requests for at most ten seconds. */
  close(): Promise<void>;
}

/** Languages of a page, beside what the browser asks for: the account's own goes before it, those of the request come last. */
interface Locales {
  readonly account?: string;
  readonly uiLocales?: readonly string[];
}

/** Resolves when the server listens and can answer. */
export async function startApp(parts: Parts): Promise<RunningApp> {
  const { settings, store, sealer, clock, log, accounts, accessRules, devices } = parts;
  const keys = await openKeys(parts.vault);
  const csrf = createCsrf({ key: keys.forms, issuer: settings.issuer });

  const plainFrame = (ctx: Pick<Context, 'get'>, locales: Locales = {}): PlainFrame => ({
    texts: findTexts(locales.account, ctx.get('accept-language'), ...(locales.uiLocales ?? [])),
    brand: { name: settings.brandName, color: settings.brandColor },
    ...(settings.support === undefined ? {} : { support: settings.support }),
  });
  const frame = (ctx: Context, locales?: Locales): PageFrame => ({
    ...plainFrame(ctx, locales),
    csrf: csrf.token(ctx),
  });

  const pages = createProviderPages({ frame: plainFrame, requestId: (ctx) => requestIdOf(ctx.req) });
  const portalSessions = createPortalSessions({ store, clock, settings });
  const provider = createProvider({
    signedOut: portalSessions.end,
    audit: parts.audit,
    store,
    sealer,
    clock,
    log,
    accounts,
    accessRules,
    devices,
    mailServices: parts.mailServices,
    registrations: parts.registrations,
    keys,
    pages,
    settings,
  });
  const knownBrowsers = createKnownBrowsers(accounts, settings.issuer);
  const signIn = createSignInRoutes({
    log,
    requestId: (ctx) => requestIdOf(ctx.req),
    sealer,
    accounts,
    accessRules,
    clock,
    settings,
    csrf,
    frame,
    interactions: createInteractions(provider),
    progress: createProgressStore({ store, clock, signInLife: settings.signInLife }),
    knownBrowsers,
    closeConnections: parts.kicks.ask,
  });
  const device = createDeviceRoutes({
    deviceGrants: createDeviceGrants(provider, { store, sealer, clock, userCodeKey: keys.userCodes }),
    csrf,
    log,
    settings,
    frame,
    requestId: (ctx) => requestIdOf(ctx.req),
  });
  const setup = createSetupRoutes({ ...parts, csrf, frame });
  const portal = createPortalRoutes({
    ...parts,
    csrf,
    frame,
    sessions: portalSessions,
    ownSignIn: createOwnSignIn(provider, { clock, devices, settings }),
    canMail: parts.outbox.canSend,
    originOf: (ctx) => {
      const browser = knownBrowsers.read(ctx);
      return { ...placeOf(ctx), ...(browser === undefined ? {} : { browser }) };
    },
  });
  const registration = createRegistrationRoutes({
    ...parts,
    readBody,
    requestId: (ctx) => requestIdOf(ctx.req),
  });
  const mailCheck = createMailCheck(parts);
  const mailAccess = createMailAccessRoutes({ ...parts, plainFrame, mailCheck });

  const app = createApp({
    settings,
    clock,
    log,
    ping: () => store.ping(),
    plainFrame,
    routes: [signIn, device, setup, portal, registration, mailAccess],
    provider: provider.callback(),
  });
  const server = await startServer(app, settings, log);
  const delivery = startDelivery({ outbox: parts.outbox, send: createSmtpSender(settings), log });
  const kicking = startKicking({ ...parts, kick: kickAtDoveadm });
  const reminders = startReminders({ ...parts, canMail: parts.outbox.canSend });
  const stopSweeping = startSweeping(store, log);
  return {
    address: server.address,
    close: async () => {
      stopSweeping();
      await reminders.stop();
      await server.close();
      await mailCheck.settled();
      await kicking.stop();
      await delivery.stop();
    },
  };
}
