// A small world around the real program: alice with her authenticator app, a mail program, a web app and a mail server.

import type { StoreTarget } from '../../src/config/special-kinds.ts';
import { oathtoolCode } from './oathtool.ts';
import { type PosternOptions, type PosternProcess, startPostern } from './postern-process.ts';
import {
  type AuthorizationEnd,
  authorizeOverHttp,
  postToken,
  type SignInRequest,
  type SignInTokens,
  signInOverHttp,
} from './sign-in-over-http.ts';

export const alice = { username: 'alice', password: 'seven green lamps at noon' } as const;

export const mailProgram = { clientId: 'mail-program', redirectUri: 'http://127.0.0.1:8123/' } as const;
export const webApp = { clientId: 'web-app', redirectUri: 'http://127.0.0.1:8124/callback' } as const;
export const mailServer = 'mail-server';

export interface World {
  readonly postern: PosternProcess;
  /** The otpauth URL of alice's authenticator app. */
  readonly otpauthUrl: string;
  readonly recoveryCodes: readonly string[];
  readonly webAppSecret: string;
  readonly mailServerSecret: string;
  /** A code nobody has used: moves the program's clock to the next one. */
  freshCode(): string;
  /** Signs alice in at the mail program, unless told otherwise, and redeems the code. */
  signIn(changes?: Partial<SignInRequest>): Promise<SignInTokens>;
  /** The same up to the redirect back. */
  authorize(changes?: Partial<SignInRequest>): Promise<AuthorizationEnd>;
  /** What the mail server is told about a token. */
  introspect(token: string): Promise<Readonly<Record<string, unknown>>>;
  /** A request of the mail program to `/token`, or another endpoint. */
  post(fields: Readonly<Record<string, string>>, path?: string): Promise<Response>;
  close(): Promise<void>;
}

export interface WorldOptions extends Omit<PosternOptions, 'storeUrl'> {
  /** From `makeTarget` of `forEachStore`; an SQLite store of its own without it. */
  readonly target?: StoreTarget;
}

export async function openWorld({ target, ...options }: WorldOptions = {}): Promise<World> {
  const storeUrl = target?.kind === 'mongodb' ? { storeUrl: target.url } : {};
  const postern = await startPostern({ ...options, ...storeUrl });
  try {
    return await populate(postern);
  } catch (error) {
    await postern.close();
    throw error;
  }
}

async function populate(postern: PosternProcess): Promise<World> {
  const { issuer } = postern;
  await postern.cliJson(
    [
      'accounts',
      'add',
      alice.username,
      '--name',
      'Alice Archer',
      '--email',
      'alice@example.test',
      '--password-stdin',
    ],
    { stdin: alice.password },
  );
  const [factor, , web, service] = await Promise.all([
    postern.cliJson(['otp', 'enrol', alice.username]),
    postern.cliJson(['clients', 'add', '--preset', 'native', '--id', mailProgram.clientId]),
    postern.cliJson([
      'clients',
      'add',
      '--preset',
      'web',
      '--id',
      webApp.clientId,
      '--redirect-uri',
      webApp.redirectUri,
    ]),
    postern.cliJson(['services', 'add', mailServer]),
  ]);
  const otpauthUrl = String(factor.url);
  const webAppSecret = String(web.client_secret);
  const mailServerSecret = String(service.secret);

  const freshCode = (): string => {
    postern.advanceClock(30_000);
    return oathtoolCode(otpauthUrl, { atMs: postern.now() });
  };
  const request = (changes: Partial<SignInRequest>): SignInRequest => ({
    issuer,
    ...mailProgram,
    scope: 'openid mail offline_access',
    ...alice,
    code: freshCode,
    ...changes,
  });
  return {
    postern,
    otpauthUrl,
    recoveryCodes: factor.recovery_codes as readonly string[],
    webAppSecret,
    mailServerSecret,
    freshCode,
    signIn: (changes = {}) => signInOverHttp(request(changes)),
    authorize: (changes = {}) => authorizeOverHttp(request(changes)),
    introspect: async (token) => {
      const asker = { issuer, clientId: mailServer, clientSecret: mailServerSecret };
      const response = await postToken(asker, { token }, '/introspect');
      if (response.status !== 200) {
        throw new Error(`introspection answered ${response.status}: ${await response.text()}`);
      }
      return (await response.json()) as Record<string, unknown>;
    },
    post: (fields, path) => postToken({ issuer, clientId: mailProgram.clientId }, fields, path),
    close: () => postern.close(),
  };
}
