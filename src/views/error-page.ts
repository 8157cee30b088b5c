// The page for whatever stops a request: what happened, what to do now, and a number to report a fault by.

import type { AppErrorCode } from '../base/app-error.ts';
import { type Html, html } from './html.ts';
import { type PlainFrame, page } from './layout.ts';
import { supportContact } from './parts/support.ts';

export interface ErrorPage {
  readonly code: AppErrorCode | 'bug';
  readonly requestId: string;
}

export function errorPage(frame: PlainFrame, { code, requestId }: ErrorPage): Html {
  const { texts } = frame;
  const { title, text } = texts.errors[code];
  return page(frame, {
    title,
    body: html`<h1>${title}</h1>
<p>${text}</p>
<p class="report">${texts.errorNumber} ${supportContact(frame)}: <code>${requestId}</code></p>`,
  });
}
