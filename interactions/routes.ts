// The way through a sign-in: every request is guarded and read here, and only here it is decided where to go next.

import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { AppError } from '../src/base/app-error.ts';
import type { LogFacts } from '../src/base/log.ts';
import type { Csrf } from '../src/http/csrf.ts';
import { type FormFields, readForm } from '../src/http/form.ts';
import { sendPage } from '../src/http/page.ts';
import type { Interaction } from '../src/oidc/interaction.ts';
import type { PageFrame, SignInFrame } from '../src/views/layout.ts';
import { createConsentStep } from './consent/route.ts';
import { createDeniedStep } from './denied/route.ts';
import { createEnrolmentOfferStep } from './enrolment-offer/route.ts';
import { type FinishParts, finish } from './finish.ts';
import { createFirstFactorStep } from './first-factor/route.ts';
import { findOpenStep, nextStep } from './flow.ts';
import { createLostDeviceStep } from './lost-device/route.ts';
import { createNewPasswordStep } from './new-password/route.ts';
import { createPasswordStep } from './password/route.ts';
import type { Progress, Proven } from './progress.ts';
import { createRecoveredStep } from './recovered/route.ts';
import { createRecoveryCodeStep } from './recovery-code/route.ts';
import { createRecoveryCodesStep } from './recovery-codes/route.ts';
import { findKnown, type Known, openProgress } from './standing.ts';
import type { Advance, Step, StepParts, Visit } from './step.ts';
import { createTotpStep } from './totp/route.ts';
import { createTotpEnrolmentStep } from './totp-enrolment/route.ts';
import { createTrust } from './trust.ts';
import { createTurns } from './turns.ts';

export interface SignInParts extends StepParts, FinishParts {
  readonly csrf: Csrf;
  requestId(ctx: Context): string;
  frame(ctx: Context, locales?: PageLocales): PageFrame;
}

/** Who wishes which language, as tags (BCP 47): the account before the browser, the app behind it. */
export interface PageLocales {
  readonly account?: string;
  readonly uiLocales?: readonly string[];
}

/** The steps in their order. */
export function createSteps(parts: StepParts): readonly Step[] {
  return [
    createPasswordStep(parts),
    createDeniedStep(),
    createEnrolmentOfferStep(parts),
    createFirstFactorStep(parts),
    createTotpEnrolmentStep(parts),
    createTotpStep(parts),
    createRecoveryCodeStep(parts),
    createLostDeviceStep(parts),
    createRecoveredStep(parts),
    createRecoveryCodesStep(parts),
    createNewPasswordStep(parts),
    createConsentStep(parts),
  ];
}

export function createSignInRoutes(given: Omit<SignInParts, 'trust'>): Middleware {
  const parts: SignInParts = { ...given, trust: createTrust(given) };
  const steps = createSteps(parts);
  const turns = createTurns();
  const router = new Router();

  router.get('/interaction/:uid', async (ctx) => {
    const visit = await openVisit(parts, ctx);
    goOn(ctx, visit.interaction.finishedAt ?? (await findWay(parts, steps, visit)));
  });
  router.get('/interaction/:uid/:step', async (ctx) => {
    const visit = await openVisit(parts, ctx);
    const step = findOpenStep(steps, visit, ctx.params.step ?? '');
    if (visit.interaction.finishedAt !== undefined || step === undefined) {
      goOn(ctx, visit.interaction.finishedAt ?? (await findWay(parts, steps, visit)));
    } else {
      sendPage(ctx, await step.show(visit));
    }
  });
  router.post('/interaction/:uid/:step', async (ctx) => {
    const form = await readForm(ctx);
    parts.csrf.require(ctx, form);
    await turns.take(String(ctx.params.uid), async () => {
      const visit = await openVisit(parts, ctx);
      if (visit.interaction.finishedAt !== undefined) {
        goOn(ctx, visit.interaction.finishedAt);
      } else {
        await decide(parts, steps, visit, form);
      }
    });
  });
  return router.routes() as Middleware;
}

async function decide(
  parts: SignInParts,
  steps: readonly Step[],
  visit: Visit,
  form: FormFields,
): Promise<void> {
  const { ctx } = visit;
  const action = form.get('action');
  if (action === 'cancel' || action === 'deny') {
    const isUnmet = visit.progress.proven?.barred === 'enrol-first';
    const error = isUnmet ? 'unmet_authentication_requirements' : 'access_denied';
    return goOn(ctx, await parts.interactions.finishDenied(ctx, error));
  }
  if (action === 'restart' && visit.prompt === 'consent') {
    return goOn(ctx, await parts.interactions.authorizeAgain(ctx));
  }
  if (action === 'restart') {
    const progress: Progress = { fromStart: true };
    await advance(parts, visit, progress);
    return goOn(ctx, await findWay(parts, steps, { ...visit, progress }));
  }
  const step = findOpenStep(steps, visit, ctx.params.step ?? '');
  if (step === undefined) {
    // A form from before: the way goes on where the sign-in stands now.
    return goOn(ctx, await findWay(parts, steps, visit));
  }
  const answer = await step.decide(visit, form);
  if ('page' in answer) {
    const progress = await findMoved(parts, visit);
    if (progress !== undefined) {
      return goOn(ctx, await findWay(parts, steps, { ...visit, progress }));
    }
    parts.log.info('sign-in step refused', {
      ...factsOf(parts, visit),
      step: step.name,
      status: answer.status,
    });
    if (answer.retryAfterSeconds !== undefined) {
      ctx.set('Retry-After', String(answer.retryAfterSeconds));
    }
    return sendPage(ctx, answer.page, answer.status);
  }
  if ('turnTo' in answer) {
    return goOn(ctx, visit.pathOf(answer.turnTo));
  }
  const progress = await follow(parts, visit, answer);
  goOn(ctx, await findWay(parts, steps, { ...visit, progress }));
}

/** In another process the same form may have been right in the meantime: what is said here would be about a page of before. */
async function findMoved(
  { progress }: SignInParts,
  { interaction, ...visit }: Visit,
): Promise<Progress | undefined> {
  const now = await progress.find(interaction.uid);
  return JSON.stringify(now) === JSON.stringify(visit.progress) ? undefined : now;
}

async function follow(
  parts: SignInParts,
  visit: Visit,
  { advance: to, andThen }: Advance,
): Promise<Progress> {
  await advance(parts, visit, to);
  if (andThen === undefined) {
    return to;
  }
  const progress = await andThen();
  await advance(parts, { ...visit, progress: to }, progress);
  return progress;
}

async function advance(parts: SignInParts, visit: Visit, to: Progress): Promise<void> {
  if (!(await parts.progress.advance(visit.interaction.uid, visit.progress, to))) {
    throw new AppError('out-of-step', { detail: 'the sign-in went on in another request' });
  }
}

/** The guard: this browser's interaction, how far it is, and what its pages show. */
async function openVisit(parts: SignInParts, ctx: Context): Promise<Visit> {
  const uid = String(ctx.params.uid);
  const interaction = await parts.interactions.get(ctx, uid);
  const progress = await openProgress(parts, ctx, interaction);
  const known = interaction.prompt === 'login' ? await findKnown(parts, interaction, progress) : undefined;
  const { username, locale } = await findPerson(parts, interaction, progress, known);
  const locales = { uiLocales: interaction.uiLocales, ...(locale === undefined ? {} : { account: locale }) };
  const frame: SignInFrame = {
    ...parts.frame(ctx, locales),
    client: {
      name: interaction.client.name,
      ...hostOf(interaction),
    },
    ...(username === undefined ? {} : { username }),
  };
  return {
    ctx,
    interaction,
    prompt: interaction.prompt,
    progress,
    frame,
    ...(known === undefined ? {} : { known: known.why }),
    browser: parts.knownBrowsers.read(ctx),
    pathOf: (step) => `/interaction/${uid}/${step}`,
  };
}

/** Where the app is, so that a borrowed name is noticed. A program on somebody's device is nowhere. */
function hostOf({ client, device, redirectUri }: Interaction): { readonly host?: string } {
  const host = client.isNative || device !== undefined ? '' : (URL.parse(redirectUri)?.host ?? '');
  return host === '' ? {} : { host };
}

/** The name that was typed, and the account's language; at the consent prompt of a later visit, both are the account's own. */
async function findPerson(
  { accounts }: SignInParts,
  { prompt, accountId }: Interaction,
  { proven }: Progress,
  known: Known | undefined,
): Promise<Partial<Pick<Proven, 'username' | 'locale'>>> {
  if (known !== undefined) {
    return known.account;
  }
  if (proven !== undefined || prompt === 'login' || accountId === undefined) {
    return proven ?? {};
  }
  return (await accounts.findById(accountId)) ?? {};
}

/** Never the typed name: now and then somebody types a password there. */
function factsOf({ requestId }: SignInParts, { ctx, interaction, progress }: Visit): LogFacts {
  return {
    requestId: requestId(ctx),
    accountId: progress.proven?.accountId,
    clientId: interaction.client.id,
    address: ctx.ip,
  };
}

/** The next step, or the way back to the client: also for a sign-in whose end was cut short. */
async function findWay(parts: SignInParts, steps: readonly Step[], visit: Visit): Promise<string> {
  const next = nextStep(steps, visit);
  return next ? visit.pathOf(next.name) : finish(parts, visit, visit.progress);
}

/** RFC 9700 section 4.12: after a form with a password always 303, never 307. */
function goOn(ctx: Context, address: string): void {
  ctx.redirect(address);
  ctx.status = 303;
}
