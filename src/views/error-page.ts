// The page for whatever stops a request: what happened, what to do now, and a number to report a fault by.

import type { AppErrorCode } from '../base/app-error.ts';
import { type Html, html } from './html.ts';
import { type PlainFrame, page } from './layout.ts';
import { supportContact } from './parts/support.ts';

export interface ErrorPage {
  readonly code: AppErrorCode | 'bug';
  readonly requestId: string;
  /** When it ends by itself, where that is known. */
  readonly retryAfterSeconds?: number | undefined;
}

export function errorPage(frame: PlainFrame, { code, requestId, retryAfterSeconds }: ErrorPage): Html {
  const { texts } = frame;
  const { title, text } = texts.errors[code];
  return page(frame, {
    title,
    body: html`<h1>${title}</h1>
<p>${text}</p>
${retryAfterSeconds !== undefined && html`<p>${texts.waitThenAgain(retryAfterSeconds)}</p>`}
<p class="report">${texts.errorNumber} ${supportContact(frame)}: <code>${requestId}</code></p>`,
  });
}
