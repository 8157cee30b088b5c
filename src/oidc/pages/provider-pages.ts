// The pages that the provider itself shows, in our layout: its errors, the sign-out, and "try again later".

import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { AppError, type AppErrorCode } from '../../base/app-error.ts';
import { deviceConnectedPage, deviceOverPage, deviceRefusedPage } from '../../views/device-pages.ts';
import { errorPage } from '../../views/error-page.ts';
import type { Html } from '../../views/html.ts';
import type { PlainFrame } from '../../views/layout.ts';
import { type PassingForm, passingPage } from '../../views/passing-page.ts';
import { signedOutPage, signOutPage } from '../../views/sign-out-page.ts';
import type { DeviceSentence } from '../device-grant/answer.ts';
import { DeviceCodeOverError } from '../device-grant/device-code-adapter.ts';

export interface ProviderPages {
  /** The number a person can report a fault by; it stands in the log as well. */
  requestId(ctx: KoaContextWithOIDC): string;
  renderError(ctx: KoaContextWithOIDC, out: unknown, error: Error): void;
  renderSignOut(ctx: KoaContextWithOIDC): void;
  renderSignedOut(ctx: KoaContextWithOIDC): void;
  /** What a device tells its person to do, in the language that its program asks for. */
  sayDevice(ctx: KoaContextWithOIDC, words: DeviceSentence): string;
  renderDeviceConnected(ctx: KoaContextWithOIDC): void;
  /** A device was not connected: the person refused, or something went wrong on the way. */
  renderDeviceRefusal(ctx: KoaContextWithOIDC, form: string, out?: unknown, error?: unknown): void;
  /** A form that goes on by itself; the status stays as it is. */
  renderPassing(ctx: KoaContextWithOIDC, form: PassingForm): void;
  /** A refusal of ours inside the provider: a page for people, JSON for programs (RFC 6749 section 4.1.2.1). */
  renderRefusal(ctx: KoaContextWithOIDC, refusal: AppError): void;
}

export interface ProviderPagesParts {
  /** For this request's language. */
  frame(ctx: KoaContextWithOIDC): PlainFrame;
  /** The number a person can report a fault by. */
  requestId(ctx: KoaContextWithOIDC): string;
}

export function createProviderPages({ frame, requestId }: ProviderPagesParts): ProviderPages {
  const send = (ctx: KoaContextWithOIDC, page: Html): void => {
    ctx.type = 'html';
    ctx.body = page.toString();
  };
  const sendError = (ctx: KoaContextWithOIDC, code: AppErrorCode | 'bug'): void =>
    send(ctx, errorPage(frame(ctx), { code, requestId: requestId(ctx) }));

  return {
    requestId,
    renderError: (ctx, _out, error) => sendError(ctx, codeOf(error)),
    renderSignOut: (ctx) => {
      const state = ctx.oidc.session?.state as { secret?: string } | undefined;
      const form = { action: ctx.oidc.urlFor('end_session_confirm'), xsrf: state?.secret ?? '' };
      send(ctx, signOutPage(frame(ctx), form));
    },
    renderSignedOut: (ctx) => send(ctx, signedOutPage(frame(ctx))),
    sayDevice: (ctx, { address, userCode }) => frame(ctx).texts.device.message(address, userCode),
    renderDeviceConnected: (ctx) => {
      const { client, issuer } = ctx.oidc;
      const accountAddress = new URL('/account', issuer).href;
      const name = client?.clientName ?? client?.clientId ?? '';
      send(ctx, deviceConnectedPage(frame(ctx), { client: name, accountAddress }));
    },
    renderDeviceRefusal: (ctx, _form, _out, error) => {
      // The provider's own page would need a value of the session, and it fails to save one that was never begun.
      const session = ctx.oidc.session as { touched?: boolean } | undefined;
      if (session !== undefined) {
        session.touched = false;
      }
      if (isRefusal(error)) {
        ctx.status = 200;
        send(ctx, deviceRefusedPage(frame(ctx)));
      } else if (isOver(error)) {
        ctx.status = 400;
        send(ctx, deviceOverPage(frame(ctx), { enterHref: ctx.oidc.urlFor('code_verification') }));
      } else {
        sendError(ctx, error instanceof Error ? codeOf(error) : 'bug');
      }
    },
    renderPassing: (ctx, form) => send(ctx, passingPage(frame(ctx), form)),
    renderRefusal: (ctx, refusal) => {
      ctx.status = refusal.status;
      if (refusal.status === 503) {
        ctx.set('Retry-After', '5');
      }
      if (ctx.accepts('json', 'html') === 'html') {
        sendError(ctx, refusal.code);
      } else {
        ctx.body = { error: refusal.status === 503 ? 'temporarily_unavailable' : refusal.code };
      }
    },
  };
}

/** The provider has errors for these pages that it does not export. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.constructor.name : '');

function isRefusal(error: unknown): boolean {
  return nameOf(error) === 'AbortedError' || error instanceof errors.UnmetAuthenticationRequirements;
}

function isOver(error: unknown): boolean {
  const names = ['NotFoundError', 'ExpiredError', 'AlreadyUsedError'];
  return error instanceof DeviceCodeOverError || names.includes(nameOf(error));
}

function codeOf(error: Error): AppErrorCode | 'bug' {
  if (error instanceof AppError) {
    return error.code;
  }
  if (error instanceof errors.SessionNotFound) {
    return 'sign-in-expired';
  }
  return error instanceof errors.OIDCProviderError ? 'bad-request' : 'bug';
}
