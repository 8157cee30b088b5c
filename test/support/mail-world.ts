// All that stands between a person and the mailbox: Postern, made ready by its command line, and a Dovecot with its recipe.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dovecot, startDovecot } from './dovecot.ts';
import { oathtoolCode } from './oathtool.ts';
import { type PosternOptions, type PosternProcess, startPostern } from './postern-process.ts';
import { type SignInTokens, signInOverHttp } from './sign-in-over-http.ts';

export interface MailWorld {
  readonly postern: PosternProcess;
  readonly dovecot: Dovecot;
  /** alice signs in with password and code in a new browser and connects a program; `scope` is `openid mail` unless given. */
  connect(options?: { readonly clientId?: string; readonly scope?: string }): Promise<SignInTokens>;
  close(): Promise<void>;
}

/** The native clients of this world. */
export const clientIds = ['mail-program', 'other-program'] as const;

const password = 'correct horse battery staple';

/** People: alice with a second factor, bob with a password only. Mail service: `mx`. */
export async function startMailWorld(options: Pick<PosternOptions, 'storeUrl'> = {}): Promise<MailWorld> {
  const postern = await startPostern(options);
  const recipe = mkdtempSync(join(tmpdir(), 'postern-recipe-'));
  let dovecot: Dovecot | undefined;
  const close = async (): Promise<void> => {
    await dovecot?.close();
    await postern.close();
    rmSync(recipe, { recursive: true, force: true });
  };
  try {
    const otpauthUrl = await makeReady(postern);
    await succeed(postern, ['recipe', 'dovecot', '--service', 'mx', '--out', recipe]);
    dovecot = await startDovecot({ recipe });
    return { postern, dovecot, connect: (request) => connect(postern, otpauthUrl, request), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Answers the otpauth URL of alice's factor. */
async function makeReady(postern: PosternProcess): Promise<string> {
  for (const name of ['alice', 'bob']) {
    await succeed(postern, ['accounts', 'add', name, '--password-stdin'], password);
  }
  const { url } = await postern.cliJson(['otp', 'enrol', 'alice']);
  for (const id of clientIds) {
    const redirect = ['--redirect-uri', 'http://127.0.0.1/callback'];
    await succeed(postern, ['clients', 'add', '--preset', 'native', '--id', id, ...redirect]);
  }
  await succeed(postern, ['services', 'add', 'mx']);
  return String(url);
}

async function succeed(postern: PosternProcess, args: readonly string[], stdin = ''): Promise<void> {
  const { code, stderr } = await postern.cli(args, { stdin });
  if (code !== 0) {
    throw new Error(`postern ${args.join(' ')} ended with ${code}: ${stderr}`);
  }
}

function connect(
  postern: PosternProcess,
  otpauthUrl: string,
  { clientId = clientIds[0], scope = 'openid mail' }: { clientId?: string; scope?: string } = {},
): Promise<SignInTokens> {
  // A code works once: half a minute later there is a new one.
  postern.advanceClock(30_000);
  return signInOverHttp({
    issuer: postern.issuer,
    clientId,
    redirectUri: 'http://127.0.0.1:49152/callback',
    scope,
    username: 'alice',
    password,
    code: () => oathtoolCode(otpauthUrl, { atMs: postern.now() }),
  });
}
