// /setup: the link leads to pages that make the first super administrator, and then say what to do next.

import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Accounts } from '../accounts/accounts.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Settings } from '../config/settings.ts';
import type { Csrf } from '../http/csrf.ts';
import { type FormFields, readForm } from '../http/form.ts';
import { sendPage } from '../http/page.ts';
import type { Sealer } from '../secrets/sealing.ts';
import type { Store } from '../store/store.ts';
import type { PageFrame } from '../views/layout.ts';
import type { EnrolmentError } from '../views/parts/enrolment-form.ts';
import { qrSvg } from '../views/qr-code.ts';
import { type SetupAccountState, setupAccountView } from './account-view.ts';
import { correct, draftAdministrator, madeOf, makeAdministrator } from './administrator.ts';
import { setupCodesView } from './codes-view.ts';
import { setupDoneView } from './done-view.ts';
import { setupExpiredView } from './expired-view.ts';
import { setupFactorView } from './factor-view.ts';
import { createSetupHolders, type SetupHolder } from './setup-holder.ts';
import {
  createSetupStates,
  type PendingAdministrator,
  type SetupState,
  type SetupStates,
} from './setup-state.ts';
import { stageFieldName } from './stage-field.ts';

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
  const holders = createSetupHolders(parts.settings);
  const router = new Router();

  router.get('/setup', async (ctx) => {
    const { token } = ctx.query;
    if (typeof token === 'string') {
      // Only looks: mail scanners and previews follow links as well. The token leaves the address bar.
      const holder = holders.follow(ctx, token);
      if ((await findOpen(parts, states, holder)) === undefined) {
        return sendPage(ctx, setupExpiredView(parts.frame(ctx)), 410);
      }
      holders.keep(ctx, holder);
      return seeOther(ctx);
    }
    const state = await findOpen(parts, states, holders.read(ctx));
    return state === undefined
      ? sendPage(ctx, setupExpiredView(parts.frame(ctx)), 410)
      : sendPage(ctx, await draw(parts, ctx, state));
  });

  router.post('/setup', async (ctx) => {
    const form = await readForm(ctx);
    parts.csrf.require(ctx, form);
    const holder = holders.read(ctx);
    const state = await findOpen(parts, states, holder);
    if (holder === undefined || state === undefined) {
      return sendPage(ctx, setupExpiredView(parts.frame(ctx)), 410);
    }
    holders.keep(ctx, holder);
    return decide({ parts, states, holder, ctx, form }, state);
  });
  return router.routes() as Middleware;
}

/** The command line is another way to a super administrator: then there is nothing left to set up. */
async function findOpen(
  { accounts }: SetupParts,
  states: SetupStates,
  holder: SetupHolder | undefined,
): Promise<SetupState | undefined> {
  const state = holder && (await states.find(holder));
  const isBefore = state?.stage === 'account' || state?.stage === 'factor';
  if (holder === undefined || !isBefore || !(await accounts.hasSuperAdmin())) {
    return state;
  }
  if (state.stage === 'account' || (await accounts.findById(state.pending.accountId)) === undefined) {
    return undefined;
  }
  // Made just now, or something stopped in between: the codes were not shown yet.
  await states.keepCodes(holder, madeOf(state.pending), codesLifeSeconds);
  return states.find(holder);
}

interface Decision {
  readonly parts: SetupParts;
  readonly states: SetupStates;
  readonly holder: SetupHolder;
  readonly ctx: Context;
  readonly form: FormFields;
}

/** A form of a page that is behind decides nothing, and leads to the page that is next. */
async function decide(decision: Decision, state: SetupState): Promise<void> {
  const { ctx, form, states, holder } = decision;
  // A script may send the fields of the page alone.
  const of = form.get(stageFieldName) || state.stage;
  if (of === 'account' && (state.stage === 'account' || state.stage === 'factor')) {
    return decideAccount(decision);
  }
  if (of === 'factor' && state.stage === 'factor') {
    return decideFactor(decision, state.pending);
  }
  if (of === 'codes') {
    const end = (current: SetupState): SetupState | undefined =>
      current.stage === 'codes' ? { stage: 'done', username: current.made.username } : undefined;
    await states.move(holder, end, codesLifeSeconds);
  }
  return seeOther(ctx);
}

async function decideAccount({ parts, states, holder, ctx, form }: Decision): Promise<void> {
  const values = { username: form.get('username'), name: form.get('name') };
  const draft = await draftAdministrator(parts.accounts, { ...values, password: form.get('new_password') });
  if ('error' in draft) {
    return sendPage(ctx, setupAccountView(parts.frame(ctx), { values, error: draft.error }), 422);
  }
  const next = (current: SetupState): SetupState | undefined => {
    switch (current.stage) {
      case 'account':
        return { stage: 'factor', pending: draft.pending };
      case 'factor':
        return { stage: 'factor', pending: correct(current.pending, draft.pending) };
      default:
        return undefined;
    }
  };
  await states.move(holder, next, parts.settings.setupLife);
  return seeOther(ctx);
}

async function decideFactor(
  { parts, states, holder, ctx, form }: Decision,
  pending: PendingAdministrator,
): Promise<void> {
  const outcome = await makeAdministrator(parts.accounts, pending, form.get('code'));
  if (outcome === 'wrong-code' || outcome === 'app-ignores-settings') {
    return sendPage(ctx, await drawFactor(parts, ctx, pending, outcome), 422);
  }
  if (outcome === 'taken') {
    const { username, name } = pending;
    const taken = { username, ...(name === undefined ? {} : { name }) };
    const back = (current: SetupState): SetupState | undefined =>
      current.stage === 'factor' ? { stage: 'account', taken } : undefined;
    await states.move(holder, back, parts.settings.setupLife);
    return seeOther(ctx);
  }
  if (outcome === 'made') {
    parts.log.info('first super administrator made', { accountId: pending.accountId, address: ctx.ip });
  }
  await states.keepCodes(holder, madeOf(pending), codesLifeSeconds);
  return seeOther(ctx);
}

async function draw(parts: SetupParts, ctx: Context, state: SetupState) {
  const frame = parts.frame(ctx);
  switch (state.stage) {
    case 'account':
      return setupAccountView(frame, drawTaken(state.taken));
    case 'factor':
      return drawFactor(parts, ctx, state.pending);
    case 'codes':
      return setupCodesView(frame, { codes: state.made.recoveryCodes, username: state.made.username });
    case 'done':
      return setupDoneView(frame, { username: state.username });
  }
}

function drawTaken(taken: SetupAccountState['values'] | undefined): SetupAccountState {
  return taken === undefined
    ? { values: {} }
    : { values: taken, error: { field: 'username', problem: 'taken' } };
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

function seeOther(ctx: Context): void {
  ctx.redirect('/setup');
  ctx.status = 303;
}
