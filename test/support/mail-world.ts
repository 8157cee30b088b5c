// All that stands between a person and the mailbox: Postern, made ready by its command line, Dovecot and Postfix with its recipes.

import { rmSync } from 'node:fs';
import type { Certificate } from './certificate.ts';
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

export interface SubmissionWorldOptions extends MailWorldOptions {
  /** Dovecot and Postfix offer STARTTLS with it. */
  readonly certificate?: Certificate;
}

/** The native clients of this world. */
export const clientIds = ['mail-program', 'other-program'] as const;

/** What alice and bob type. */
export const password = 'correct horse battery staple';

/** People: alice with a second factor, bob with a password only. Mail service: `mx`. */
export async function startMailWorld(options: MailWorldOptions = {}): Promise<MailWorld> {
  const ends: (() => unknown)[] = [];
  return closingOnError(ends, async () => {
    const postern = await startPostern(options);
    ends.unshift(postern.close);
    const otpauthUrl = await makeReady(postern, options.service);
    const recipe = await writeRecipe(postern, ['dovecot'], ends);
    const dovecot = await startDovecot({ recipe });
    ends.unshift(dovecot.close);
    return { postern, dovecot, ...actionsOf(postern, otpauthUrl), close: () => closeAll(ends) };
  });
}

export interface SubmissionWorld extends MailWorld {
  readonly postfix: Postfix;
}

/** The same with Postfix for sending, whose mail Dovecot delivers; the mail domain is `example.test`. */
export async function startSubmissionWorld({
  certificate,
  ...options
}: SubmissionWorldOptions = {}): Promise<SubmissionWorld> {
  const ends: (() => unknown)[] = [];
  return closingOnError(ends, async () => {
    const postern = await startPostern({ ...options, env: { POSTERN_MAIL_DOMAINS: 'example.test' } });
    ends.unshift(postern.close);
    const postfix = await createPostfix(certificate);
    ends.unshift(postfix.close);
    const address = ['--smtp', `127.0.0.1:${postfix.smtpPort}`];
    const otpauthUrl = await makeReady(postern, [...address, ...(options.service ?? [])]);
    const ofDovecot = await writeRecipe(postern, ['dovecot'], ends);
    const ofPostfix = await writeRecipe(postern, ['postfix', '--spool', postfix.spool], ends);
    const dovecot = await startDovecot({
      recipe: [ofDovecot, ofPostfix],
      users: ['alice', 'bob'],
      settings: certificate === undefined ? '' : renderTls(certificate),
    });
    ends.unshift(dovecot.close);
    await postfix.start(ofPostfix);
    return { postern, dovecot, postfix, ...actionsOf(postern, otpauthUrl), close: () => closeAll(ends) };
  });
}

function renderTls({ certificate, key }: Certificate): string {
  return `ssl = yes\nssl_cert = <${certificate}\nssl_key = <${key}\n`;
}

/** As an administrator does it: printed by the command line into a directory. */
async function writeRecipe(
  postern: PosternProcess,
  words: readonly string[],
  ends: (() => unknown)[],
): Promise<string> {
  const recipe = makeRecipeDirectory();
  ends.push(() => rmSync(recipe, { recursive: true, force: true }));
  await succeed(postern, ['recipe', ...words, '--service', 'mx', '--out', recipe]);
  return recipe;
}

function actionsOf(postern: PosternProcess, otpauthUrl: string): Pick<MailWorld, 'connect' | 'newCode'> {
  return {
    connect: (request) => connect(postern, otpauthUrl, request),
    newCode: () => nextCode(postern, otpauthUrl),
  };
}

/** What was started last is ended first. */
async function closeAll(ends: readonly (() => unknown)[]): Promise<void> {
  for (const end of ends) {
    await end();
  }
}

async function closingOnError<T>(ends: readonly (() => unknown)[], start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    await closeAll(ends);
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
