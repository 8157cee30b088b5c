// POST /mail/check: a mail server asks whether somebody may come in. 204 yes, 403 no, and nothing that says why.

import type Router from '@koa/router';
import type { Context } from 'koa';
import { readAppPassword } from '../../accounts/app-passwords/app-password-text.ts';
import { mailLogin } from '../../accounts/names.ts';
import { AppError } from '../../base/app-error.ts';
import { evenOut } from '../../base/even-out.ts';
import type { Log } from '../../base/log.ts';
import type { Settings } from '../../config/settings.ts';
import { readBytes } from '../../http/body.ts';
import { sendProblem } from '../../http/problem.ts';
import { requestIdOf } from '../../http/request-id.ts';
import type { MailService, MailServices } from '../../oidc/clients/mail-services.ts';
import type { PasswordHasher } from '../../secrets/password-hashing.ts';
import type { MailCheck } from './check.ts';
import { type Question, readQuestion } from './question.ts';
import type { Verdict } from './verdict.ts';

export interface CheckRouteParts {
  readonly mailCheck: Pick<MailCheck, 'check'>;
  readonly mailServices: Pick<MailServices, 'findBySecret'>;
  readonly settings: Pick<Settings, 'mailLogin' | 'mailDomains'>;
  readonly hasher: Pick<PasswordHasher, 'evenOut'>;
  readonly log: Log;
}

const path = '/mail/check';
const mostBytes = 64 * 1024;
const storeRetryAfterSeconds = 5;
/** Far more than a keyed hash and the reads beside it. */
const appPasswordStrokeMs = 10;

export function addCheckRoutes(router: Router, parts: CheckRouteParts): void {
  router.post(path, (ctx) => answer(parts, ctx));
  router.all(path, (ctx) => {
    ctx.set('Allow', 'POST');
    sendProblem(ctx, 405);
  });
}

async function answer(parts: CheckRouteParts, ctx: Context): Promise<void> {
  const startedAt = performance.now();
  try {
    const service = await findService(parts, ctx);
    if (service === undefined) {
      return;
    }
    const question = await read(ctx);
    const verdict = await parts.mailCheck.check(service, question, requestIdOf(ctx.req));
    record(parts.log, ctx, { service, question, verdict });
    await send(parts, ctx, verdict, settlerFor(parts, question, startedAt));
  } catch (error) {
    if (!(error instanceof AppError)) {
      throw error;
    }
    sendRefusal(parts.log, ctx, error);
  }
}

/** The secret is the mail service's name: who it says to be does not count. Undefined: answered with 401 (RFC 6750 section 3). */
async function findService(
  { mailServices }: CheckRouteParts,
  ctx: Context,
): Promise<MailService | undefined> {
  const [, secret] = /^Bearer +([\w.~+/-]+=*) *$/i.exec(ctx.get('authorization')) ?? [];
  const service = secret === undefined ? undefined : await mailServices.findBySecret(secret);
  if (service === undefined) {
    const error = ctx.get('authorization') === '' ? '' : ', error="invalid_token"';
    ctx.set('WWW-Authenticate', `Bearer realm="mail check"${error}`);
    sendProblem(ctx, 401, 'This needs the secret of a mail service as a bearer token.');
  }
  return service;
}

async function read(ctx: Context): Promise<Question> {
  const { charset } = ctx.request;
  if (!ctx.is('application/json') || (charset !== '' && charset.toLowerCase() !== 'utf-8')) {
    throw new AppError('unsupported-media-type', { detail: 'Content-Type must be application/json' });
  }
  return readQuestion(await readBytes(ctx, { what: 'a body', mostBytes }));
}

async function send(
  { settings }: CheckRouteParts,
  ctx: Context,
  verdict: Verdict,
  settle: () => Promise<void>,
): Promise<void> {
  switch (verdict.outcome) {
    case 'admitted':
      ctx.status = 204;
      ctx.set('X-Auth-User', toHeader(mailLogin(verdict.account, settings)));
      return;
    case 'throttled':
      ctx.set('Retry-After', String(verdict.retryAfterSeconds));
      sendProblem(ctx, 429);
      return;
    case 'refused':
      await settle();
      sendProblem(ctx, 403);
  }
}

/** Two classes of time, told apart by the form of what was typed: it hides who has how many secrets, and which rule refused. */
function settlerFor(
  { hasher }: CheckRouteParts,
  { password }: Question,
  startedAt: number,
): () => Promise<void> {
  return readAppPassword(password) === undefined
    ? () => hasher.evenOut(startedAt)
    : () => evenOut(startedAt, appPasswordStrokeMs);
}

/** Names hold letters of every script; a header holds bytes (RFC 9110 section 5.5), here those of UTF-8. */
function toHeader(login: string): string {
  return Buffer.from(login, 'utf8').toString('latin1');
}

/** What is wrong with the request is said, what is wrong with us is not. */
function sendRefusal(log: Log, ctx: Context, { status, detail, code, cause }: AppError): void {
  if (status === 503) {
    ctx.set('Retry-After', String(storeRetryAfterSeconds));
    const reason = detail ?? (cause instanceof Error ? cause.message : '');
    log.warn('mail check not answered', { code, reason, requestId: requestIdOf(ctx.req) });
  }
  sendProblem(ctx, status, status < 500 ? detail : undefined);
}

/** With the account's id, never with what was typed: now and then somebody types a password as a name. */
function record(
  log: Log,
  ctx: Context,
  {
    service,
    question,
    verdict,
  }: { readonly service: MailService; readonly question: Question; readonly verdict: Verdict },
): void {
  const facts = {
    requestId: requestIdOf(ctx.req),
    service: service.name,
    protocol: question.protocol,
    address: question.address,
    session: question.session,
  };
  if (verdict.outcome === 'admitted') {
    log.debug('mail check', { ...facts, outcome: verdict.by, account: verdict.account.id });
  } else {
    const reason = verdict.outcome === 'refused' ? verdict.reason : verdict.outcome;
    log.info('mail check refused', { ...facts, reason });
  }
}
