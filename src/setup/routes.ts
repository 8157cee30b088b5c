// /setup: the link leads to pages that make the first super administrator, and then say what to do next.

import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Accounts } from '../accounts/accounts.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Settings } from '../config/settings.ts';
import { createCookie } from '../http/cookie.ts';
import type { Csrf } from '../http/csrf.ts';
import { type FormFields, readForm } from '../http/form.ts';
import { sendPage } from '../http/page.ts';
import type { Sealer } from '../secrets/sealing.ts';
import type { Store } from '../store/store.ts';
import type { PageFrame } from '../views/layout.ts';
import type { EnrolmentError } from '../views/parts/enrolment-form.ts';
import { qrSvg } from '../views/qr-code.ts';
import { setupAccountView } from './account-view.ts';
import { draftAdministrator, makeAdministrator } from './administrator.ts';
import { setupCodesView } from './codes-view.ts';
import { setupDoneView } from './done-view.ts';
import { setupExpiredView } from './expired-view.ts';
import { setupFactorView } from './factor-view.ts';
import {
  createSetupStates,
  type PendingAdministrator,
  type SetupStage,
  type SetupState,
  type SetupStates,
} from './setup-state.ts';

export interface SetupParts {
  readonly accounts: Accounts;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly csrf: Csrf;
  readonly settings: Pick<Settings, 'issuer' | 'setupLife'>;
  frame(ctx: Context): PageFrame;
}

/** How long the recovery codes can be looked at again. */
const codesLifeSeconds = 10 * 60;

export function createSetupRoutes(parts: SetupParts): Middleware {
  const states = createSetupStates(parts);
  const cookie = createCookie('setup', {
    issuer: parts.settings.issuer,
    maxAgeSeconds: parts.settings.setupLife,
  });
  const router = new Router();

  router.get('/setup', async (ctx) => {
    const { token } = ctx.query;
    if (typeof token === 'string') {
      // Only looks: mail scanners and previews follow links as well. The token leaves the address bar.
      if ((await findOpen(parts, states, token)) === undefined) {
        return sendPage(ctx, setupExpiredView(parts.frame(ctx)), 410);
      }
      cookie.set(ctx, token);
      return seeOther(ctx);
    }
    const state = await findOpen(parts, states, cookie.read(ctx) ?? '');
    return state === undefined
      ? sendPage(ctx, setupExpiredView(parts.frame(ctx)), 410)
      : sendPage(ctx, await draw(parts, ctx, state));
  });

  router.post('/setup', async (ctx) => {
    const form = await readForm(ctx);
    parts.csrf.require(ctx, form);
    const token = cookie.read(ctx) ?? '';
    const state = await findOpen(parts, states, token);
    if (state === undefined) {
      return sendPage(ctx, setupExpiredView(parts.frame(ctx)), 410);
    }
    const move = createMove(states, token, (next) => cookie.set(ctx, next));
    return decide({ parts, ctx, form, move }, state);
  });
  return router.routes() as Middleware;
}

/** The command line is another way to a super administrator: then there is nothing left to set up. */
async function findOpen(
  { accounts }: SetupParts,
  states: SetupStates,
  token: string,
): Promise<SetupState | undefined> {
  const state = await states.find(token);
  const isBefore = state?.stage === 'account' || state?.stage === 'factor';
  return isBefore && (await accounts.hasSuperAdmin()) ? undefined : state;
}

interface Decision {
  readonly parts: SetupParts;
  readonly ctx: Context;
  readonly form: FormFields;
  /** False when another request was faster. */
  move(from: SetupStage, to: SetupState, ttlSeconds: number): Promise<boolean>;
}

async function decide(decision: Decision, state: SetupState): Promise<void> {
  switch (state.stage) {
    case 'account':
      return decideAccount(decision);
    case 'factor':
      return decideFactor(decision, state.pending);
    case 'codes':
      await decision.move('codes', { stage: 'done', username: state.made.username }, codesLifeSeconds);
      return seeOther(decision.ctx);
    case 'done':
      return seeOther(decision.ctx);
  }
}

async function decideAccount({ parts, ctx, form, move }: Decision): Promise<void> {
  const values = { username: form.get('username'), name: form.get('name') };
  const draft = await draftAdministrator(parts.accounts, { ...values, password: form.get('new_password') });
  if ('error' in draft) {
    return sendPage(ctx, setupAccountView(parts.frame(ctx), { values, error: draft.error }), 422);
  }
  await move('account', { stage: 'factor', pending: draft.pending }, parts.settings.setupLife);
  return seeOther(ctx);
}

async function decideFactor(
  { parts, ctx, form, move }: Decision,
  pending: PendingAdministrator,
): Promise<void> {
  const made = await makeAdministrator(parts.accounts, pending, form.get('code'));
  if (made === 'wrong-code' || made === 'app-ignores-settings') {
    return sendPage(ctx, await drawFactor(parts, ctx, pending, made), 422);
  }
  if (made === 'taken') {
    const values = {
      username: pending.username,
      ...(pending.name === undefined ? {} : { name: pending.name }),
    };
    await move('factor', { stage: 'account' }, parts.settings.setupLife);
    const error = { field: 'username', problem: 'taken' } as const;
    return sendPage(ctx, setupAccountView(parts.frame(ctx), { values, error }), 422);
  }
  parts.log.info('first super administrator made', { accountId: pending.accountId, address: ctx.ip });
  await move('factor', { stage: 'codes', made }, codesLifeSeconds);
  return seeOther(ctx);
}

async function draw(parts: SetupParts, ctx: Context, state: SetupState) {
  const frame = parts.frame(ctx);
  switch (state.stage) {
    case 'account':
      return setupAccountView(frame, { values: {} });
    case 'factor':
      return drawFactor(parts, ctx, state.pending);
    case 'codes':
      return setupCodesView(frame, { codes: state.made.recoveryCodes, username: state.made.username });
    case 'done':
      return setupDoneView(frame, { username: state.username });
  }
}

async function drawFactor(
  parts: SetupParts,
  ctx: Context,
  { otpauthUrl }: PendingAdministrator,
  error?: EnrolmentError,
) {
  const frame = parts.frame(ctx);
  const secret = new URL(otpauthUrl).searchParams.get('secret') ?? '';
  return setupFactorView(frame, {
    secretGroups: secret.match(/.{1,4}/g) ?? [],
    otpauthUrl,
    qr: await qrSvg(otpauthUrl, frame.texts.enrolment.qr),
    ...(error === undefined ? {} : { error }),
  });
}

function createMove(states: SetupStates, token: string, keep: (token: string) => void): Decision['move'] {
  return async (from, to, ttlSeconds) => {
    const next = await states.advance(token, from, to, ttlSeconds);
    if (next === undefined) {
      return false;
    }
    keep(next);
    return true;
  };
}

function seeOther(ctx: Context): void {
  ctx.redirect('/setup');
  ctx.status = 303;
}
