// The account pages: every request is guarded here, and only here it is decided who has to sign in first.

import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { AppError } from '../base/app-error.ts';
import { readForm } from '../http/form.ts';
import { sendPage } from '../http/page.ts';
import { createMadePage } from './app-passwords/made-route.ts';
import { createNewAppPasswordPages } from './app-passwords/route.ts';
import { createConnectionPage, createConnectionsPage } from './connections/route.ts';
import { createDoneNotes } from './done.ts';
import { createEnrolledPage, createEnrolPage, createLinkSentPage } from './enrol/route.ts';
import { createRemoveFactorPage } from './factor/remove-route.ts';
import { createFactorPage } from './factor/route.ts';
import { askForFresh, isFresh } from './freshness.ts';
import { goneView, nothingHereView } from './gone-views.ts';
import { type GuardParts, openVisit } from './guard.ts';
import { createAccessEndedPage, createLostDevicePage } from './lost-device/route.ts';
import { createOverviewPage } from './overview/route.ts';
import {
  type Answer,
  addressOf,
  type PortalFile,
  type PortalPage,
  type PortalParts,
  type PortalVisit,
} from './page.ts';
import { createPasswordPage } from './password/route.ts';
import { createPending } from './pending.ts';
import { createRecoveryCodesPage } from './recovery-codes/route.ts';
import { createPortalSignIn, type PortalSignIn } from './sign-in.ts';
import { createSignOutPage } from './sign-out/route.ts';
import { createTrustedBrowsersPage } from './trusted-browsers/route.ts';

/** All pages of the account. */
export function createPages(parts: GuardParts): readonly PortalPage[] {
  return [
    createOverviewPage(parts),
    createEnrolPage(parts),
    createLinkSentPage(parts),
    createEnrolledPage(),
    createFactorPage(parts),
    createRemoveFactorPage(parts),
    createConnectionsPage(parts),
    createConnectionPage(parts),
    ...createNewAppPasswordPages(parts),
    createMadePage(parts),
    createRecoveryCodesPage(parts),
    createTrustedBrowsersPage(parts),
    createPasswordPage(parts),
    createLostDevicePage(parts),
    createAccessEndedPage(parts),
    createSignOutPage(parts),
  ];
}

export function createPortalRoutes(given: PortalParts): Middleware {
  const parts: GuardParts = {
    ...given,
    doneNotes: createDoneNotes(given.settings.issuer),
    pending: createPending(given),
  };
  const signIn = createPortalSignIn(parts);
  const router = new Router();
  router.get('/', (ctx) => send(parts, signIn, ctx, { goTo: '/account' }));
  router.get('/account/callback', async (ctx) => send(parts, signIn, ctx, await signIn.finish(ctx)));
  for (const page of createPages(parts)) {
    router.get(page.path, async (ctx) => {
      const opened = await page.open?.(ctx);
      send(parts, signIn, ctx, opened ?? (await answer(parts, page, ctx, page.show)), page);
    });
    const { decide } = page;
    if (decide !== undefined) {
      router.post(page.path, async (ctx) => {
        const form = await readForm(ctx);
        parts.csrf.require(ctx, form);
        const opened = await page.openForm?.(ctx, form);
        const answered = opened ?? (await answer(parts, page, ctx, (visit) => decide(visit, form)));
        send(parts, signIn, ctx, answered, page);
      });
    }
  }
  router.get(/^\/account\/.+/, (ctx) => sendPage(ctx, nothingHereView(parts.frame(ctx)), 404));
  return router.routes() as Middleware;
}

async function answer(
  parts: GuardParts,
  page: PortalPage,
  ctx: Context,
  next: (visit: PortalVisit) => Promise<Answer> | Answer,
): Promise<Answer> {
  const visit = await openVisit(parts, ctx);
  if (visit === undefined) {
    const greeting = ctx.method === 'POST' ? undefined : await page.greet?.(ctx);
    return greeting ?? { signIn: (await page.askOf?.(ctx)) ?? {} };
  }
  if ((await page.needs(visit)) === 'fresh' && !isFresh(visit, parts.clock)) {
    return { signIn: askForFresh(visit, parts.clock) };
  }
  return showGone(parts, visit, () => next(visit));
}

/** What was taken away leads back to the account. */
async function showGone(
  { log }: GuardParts,
  { ctx, frame }: PortalVisit,
  next: () => Promise<Answer> | Answer,
): Promise<Answer> {
  try {
    return await next();
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') {
      log.info('refused', { path: ctx.path, code: error.code, reason: error.detail });
      return { page: goneView(frame), status: 404 };
    }
    throw error;
  }
}

function send(
  parts: GuardParts,
  signIn: PortalSignIn,
  ctx: Context,
  given: Answer,
  page: Pick<PortalPage, 'query'> = {},
): void {
  if ('page' in given) {
    sendAnswer(ctx, given);
    return;
  }
  if ('file' in given) {
    sendFile(ctx, given.file);
    return;
  }
  if ('goTo' in given && given.done !== undefined) {
    const { done: word, language } = given;
    parts.doneNotes.leave(ctx, { word, ...(language === undefined ? {} : { language }) });
  }
  // RFC 9700 section 4.12: after a form always 303, never 307.
  ctx.redirect('goTo' in given ? given.goTo : signIn.begin(ctx, addressOf(ctx, page), given.signIn));
  ctx.status = 303;
}

function sendFile(ctx: Context, { fileName, contentType, content }: PortalFile): void {
  ctx.set('Content-Disposition', `attachment; filename="${fileName}"`);
  ctx.type = contentType;
  ctx.body = content;
}

function sendAnswer(ctx: Context, given: Extract<Answer, { page: unknown }>): void {
  if (given.retryAfterSeconds !== undefined) {
    ctx.set('Retry-After', String(given.retryAfterSeconds));
  }
  sendPage(ctx, given.page, given.status);
}
