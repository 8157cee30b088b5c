// All that stands between a person and the mailbox: Postern, made ready by its command line, Dovecot and Postfix with its recipes.

import { rmSync } from 'node:fs';
import { type Dovecot, startDovecot } from './dovecot.ts';
import { oathtoolCode } from './oathtool.ts';
import { type PosternOptions, type PosternProcess, startPostern } from './postern-process.ts';
import { createPostfix, type Postfix } from './postfix.ts';
import { makeRecipeDirectory } from './recipe-directory.ts';
import { type SignInTokens, signInOverHttp } from './sign-in-over-http.ts';

export interface MailWorld {
  readonly postern: PosternProcess;
  readonly dovecot: Dovecot;
  /** alice signs in with password and code in a new browser and connects a program; `scope` is `openid mail` unless given. */
  connect(options?: { readonly clientId?: string; readonly scope?: string }): Promise<SignInTokens>;
  /** A code of alice's that was not used before: the clock moves on for it. */
  newCode(): string;
  close(): Promise<void>;
}

export interface MailWorldOptions extends Pick<PosternOptions, 'storeUrl'> {
  /** More options for `services add mx`. */
  readonly service?: readonly string[];
}

/** The native clients of this world. */
export const clientIds = ['mail-program', 'other-program'] as const;

/** What alice and bob type. */
export const password = 'correct horse battery staple';

/** People: alice with a second factor, bob with a password only. Mail service: `mx`. */
export async function startMailWorld(options: MailWorldOptions = {}): Promise<MailWorld> {
  const postern = await startPostern(options);
  const recipe = makeRecipeDirectory();
  let dovecot: Dovecot | undefined;
  const close = async (): Promise<void> => {
    await dovecot?.close();
    await postern.close();
    rmSync(recipe, { recursive: true, force: true });
  };
  try {
    const otpauthUrl = await makeReady(postern, options.service);
    await succeed(postern, ['recipe', 'dovecot', '--service', 'mx', '--out', recipe]);
    dovecot = await startDovecot({ recipe });
    const newCode = () => nextCode(postern, otpauthUrl);
    return { postern, dovecot, newCode, connect: (request) => connect(postern, otpauthUrl, request), close };
  } catch (error) {
    await close();
    throw error;
  }
}

export interface SubmissionWorld extends MailWorld {
  readonly postfix: Postfix;
}

/** The same with Postfix for sending, whose mail Dovecot delivers; the mail domain is `example.test`. */
export async function startSubmissionWorld(options: MailWorldOptions = {}): Promise<SubmissionWorld> {
  const postfix = await createPostfix();
  const postern = await startPostern({ ...options, env: { POSTERN_MAIL_DOMAINS: 'example.test' } });
  const recipes = [makeRecipeDirectory(), makeRecipeDirectory()] as const;
  let dovecot: Dovecot | undefined;
  const close = async (): Promise<void> => {
    await postfix.close();
    await dovecot?.close();
    await postern.close();
    for (const recipe of recipes) {
      rmSync(recipe, { recursive: true, force: true });
    }
  };
  try {
    const address = ['--smtp', `127.0.0.1:${postfix.smtpPort}`];
    const otpauthUrl = await makeReady(postern, [...address, ...(options.service ?? [])]);
    await succeed(postern, ['recipe', 'dovecot', '--service', 'mx', '--out', recipes[0]]);
    const forPostfix = ['--service', 'mx', '--spool', postfix.spool, '--out', recipes[1]];
    await succeed(postern, ['recipe', 'postfix', ...forPostfix]);
    dovecot = await startDovecot({ recipe: recipes });
    await postfix.start(recipes[1]);
    const newCode = () => nextCode(postern, otpauthUrl);
    const connectProgram: MailWorld['connect'] = (request) => connect(postern, otpauthUrl, request);
    return { postern, dovecot, postfix, newCode, connect: connectProgram, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Answers the otpauth URL of alice's factor. */
async function makeReady(postern: PosternProcess, service: readonly string[] = []): Promise<string> {
  for (const name of ['alice', 'bob']) {
    await succeed(postern, ['accounts', 'add', name, '--password-stdin'], password);
  }
  const { url } = await postern.cliJson(['otp', 'enrol', 'alice']);
  for (const id of clientIds) {
    const redirect = ['--redirect-uri', 'http://127.0.0.1/callback'];
    await succeed(postern, ['clients', 'add', '--preset', 'native', '--id', id, ...redirect]);
  }
  await succeed(postern, ['services', 'add', 'mx', ...service]);
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
  return signInOverHttp({
    issuer: postern.issuer,
    clientId,
    redirectUri: 'http://127.0.0.1:49152/callback',
    scope,
    username: 'alice',
    password,
    code: () => nextCode(postern, otpauthUrl),
  });
}

/** A code works once: half a minute later there is a new one. */
function nextCode(postern: PosternProcess, otpauthUrl: string): string {
  postern.advanceClock(30_000);
  return oathtoolCode(otpauthUrl, { atMs: postern.now() });
}
