// The provider's configuration: what is on, how long things live, and which of our functions answer its questions.

import { type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Accounts } from '../accounts/accounts.ts';
import type { AccessRules } from '../accounts/rules/access-rules.ts';
import { type Clock, epochSeconds } from '../base/clock.ts';
import type { Settings } from '../config/settings.ts';
import type { MailServices } from './clients/mail-services.ts';
import {
  graceSecondsOf,
  ownMetadata,
  type ProviderFeatures,
  requiresPkce,
  rotatesRefreshToken,
} from './clients/provider-metadata.ts';
import { assertSignedRequest } from './clients/signed-request.ts';
import { noteDevice } from './device-grant/device-request.ts';
import { userCodeMask } from './device-grant/user-code.ts';
import { createGrants, isNative } from './grants.ts';
import type { Keys } from './keys.ts';
import type { ProviderPages } from './pages/provider-pages.ts';
import { sessionLife, wholeSiteCookie } from './portal-client/browser-session.ts';
import { portalMetadata } from './portal-client/portal-client.ts';
import { acrValues, isRecovered } from './proof/factor.ts';
import { narrowClaims } from './proof/requested-factor.ts';
import { createSignInPolicy } from './proof/sign-in-policy.ts';
import { isAccessTokenRevocation } from './records/access-token-revocation.ts';
import { createRecordAdapter, type RecordAdapterParts } from './records/record-adapter.ts';
import { registrationPath } from './registration/route.ts';
import { claimsByScope, createFindAccount, readProof } from './tokens/account-claims.ts';
import { type Admission, createAdmission } from './tokens/admission.ts';
import type { FixedTokens } from './tokens/fixed-tokens.ts';
import { createIntrospectionPolicy, extraTokenClaims } from './tokens/introspection.ts';
import { hasMailScope, mailScopes } from './tokens/mail-resource.ts';
import { createResourceServerInfo, defaultResource, useGrantedResource } from './tokens/requested-scope.ts';

export type ProviderSettings = Pick<
  Settings,
  | 'issuer'
  | 'brandName'
  | 'mailLogin'
  | 'mailDomains'
  | 'sessionIdle'
  | 'sessionMax'
  | 'signInLife'
  | 'accessTokenLife'
  | 'mailTokenLife'
  | 'refreshIdle'
  | 'refreshMax'
  | 'refreshGrace'
  | 'refreshFixedMax'
  | 'openRegistration'
  | 'deviceFlow'
  | 'deviceCodeLife'
  | 'trustedBrowserLife'
>;

export interface ConfigurationParts
  extends Omit<RecordAdapterParts, 'graceSeconds' | 'features' | 'userCodeKey' | 'isPoll'> {
  readonly accounts: Accounts;
  readonly mailServices: Pick<MailServices, 'find' | 'guards' | 'audienceFor'>;
  readonly fixedTokens: Pick<FixedTokens, 'use'>;
  readonly accessRules: AccessRules;
  readonly keys: Keys;
  readonly pages: ProviderPages;
  readonly settings: ProviderSettings;
}

const codeLifeSeconds = 60;

export function createConfiguration(parts: ConfigurationParts): Configuration {
  const { accounts, settings, keys, store, clock } = parts;
  const admission = createAdmission(parts);
  const features: ProviderFeatures = { deviceFlow: settings.deviceFlow };
  return {
    adapter: createRecordAdapter({
      ...parts,
      features,
      userCodeKey: keys.userCodes,
      isPoll: () => Provider.ctx?.oidc.route === 'token',
      graceSeconds: () => graceSecondsOf(Provider.ctx?.oidc.client) ?? settings.refreshGrace,
    }),
    jwks: keys.jwks,
    clients: [portalMetadata(settings)],
    cookies: createCookies(keys, settings.issuer.startsWith('https:')),
    routes,
    features: createFeatures(parts, admission),
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', 'profile', 'email', ...mailScopes],
    claims: claimsByScope,
    acrValues: [...acrValues],
    // RS256 only where a client's metadata asks for it: three times the cost.
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    extraClientMetadata: { properties: [...ownMetadata] },
    // Secrets lie hashed, so nothing can be signed with them: no `client_secret_jwt`.
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    assertJwtClientAuthClaimsAndHeader: (_ctx, claims) => assertSignedRequest(claims, clock),
    discovery: settings.openRegistration
      ? { registration_endpoint: new URL(registrationPath, settings.issuer).href }
      : {},
    pkce: { required: (_ctx, client) => requiresPkce(client) },
    allowOmittingSingleRegisteredRedirectUri: false,
    clockTolerance: 0,
    findAccount: createFindAccount({ accounts, admission, clock, settings }),
    loadExistingGrant: (ctx) => createGrants(store).load(ctx),
    extraTokenClaims,
    issueRefreshToken: async (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') &&
      lastsBeyondSession(client, source.scopes) &&
      !isRecovered(readProof(source).amr),
    expiresWithSession: async (ctx, source) =>
      !lastsBeyondSession(ctx.oidc.client, source.scopes) || isRecovered(readProof(source).amr),
    rotateRefreshToken: async (ctx) => {
      if (rotatesRefreshToken(ctx.oidc.client)) {
        return true;
      }
      await parts.fixedTokens.use(ctx);
      return false;
    },
    revokeGrantPolicy: () => !isAccessTokenRevocation(),
    interactions: {
      policy: createSignInPolicy(admission),
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
    },
    renderError: parts.pages.renderError,
    ttl: createLives(settings, clock),
  };
}

const routes = {
  authorization: '/authorize',
  token: '/token',
  introspection: '/introspect',
  revocation: '/revoke',
  userinfo: '/userinfo',
  jwks: '/jwks',
  end_session: '/logout',
  device_authorization: '/device_authorization',
  code_verification: '/device',
};

/** Everything that is not built and raced yet is off, also what the provider has on by default. */
function createFeatures(
  { accounts, settings, pages, devices, clock, mailServices }: ConfigurationParts,
  admission: Admission,
): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    claimsParameter: {
      enabled: true,
      assertClaimsParameter: (ctx, claims) => narrowClaims(ctx.oidc.params, claims),
    },
    introspection: {
      enabled: true,
      allowedPolicy: createIntrospectionPolicy({
        accounts,
        admission,
        settings,
        devices,
        clock,
        mailServices,
      }),
    },
    revocation: { enabled: true },
    deviceFlow: {
      enabled: settings.deviceFlow,
      charset: 'base-20',
      mask: userCodeMask,
      deviceInfo: noteDevice,
      userCodeInputSource: pages.renderDeviceRefusal,
      successSource: pages.renderDeviceConnected,
    },
    userinfo: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource,
      getResourceServerInfo: createResourceServerInfo({
        accessTokenTTL: settings.mailTokenLife,
        audienceFor: mailServices.audienceFor,
      }),
      useGrantedResource,
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: pages.renderSignOut,
      postLogoutSuccessSource: pages.renderSignedOut,
    },
  };
}

/** `__Host-` where the cookie's path is `/`; the provider gives interaction cookies the path of their page. */
function createCookies(keys: Keys, isSecure: boolean): Configuration['cookies'] {
  const { path, ...short } = wholeSiteCookie(isSecure);
  const [whole, own] = isSecure ? ['__Host-', '__Secure-'] : ['', ''];
  return {
    keys: [keys.cookies],
    names: {
      session: `${whole}postern-session`,
      interaction: `${own}postern-interaction`,
      resume: `${own}postern-resume`,
    },
    long: { ...short, path },
    short,
  };
}

/** All in whole seconds, as the provider counts; none may be zero. */
function createLives(settings: ProviderSettings, clock: Clock): Configuration['ttl'] {
  const rest = (end: number): number => Math.max(1, end - epochSeconds(clock));
  return {
    AuthorizationCode: codeLifeSeconds,
    DeviceCode: settings.deviceCodeLife,
    AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? settings.accessTokenLife,
    IdToken: settings.accessTokenLife,
    Interaction: settings.signInLife,
    Grant: settings.refreshMax,
    RefreshToken: (_ctx, { iiat = epochSeconds(clock) }, client) =>
      rotatesRefreshToken(client)
        ? Math.min(settings.refreshIdle, rest(iiat + settings.refreshMax))
        : rest(iiat + settings.refreshFixedMax),
    Session: (_ctx, session) => sessionLife({ clock, settings }, session),
  };
}

/** Mail programs stay connected for months, and rarely know to ask for it (spec, "Mail"). */
function lastsBeyondSession(
  client: KoaContextWithOIDC['oidc']['client'],
  scopes: ReadonlySet<string>,
): boolean {
  return isNative(client) || scopes.has('offline_access') || hasMailScope(scopes);
}
