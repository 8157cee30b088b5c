// The one form of a page: it posts to the page's own address and carries the value against forged requests.

import { attributes, type Html, html, type Renderable } from '../html.ts';
import type { PageFrame } from '../layout.ts';

/** `enctype` is always urlencoded; the browser's own checks stay off, so that errors read the same everywhere. */
export function form(frame: PageFrame, content: Renderable): Html {
  return html`<form method="post" novalidate>
<input type="hidden" name="csrf" value="${frame.csrf}">
${content}
</form>`;
}

/** The button that goes on. It must be the first of its form: Enter presses it. */
export function primaryButton(action: string, label: string): Html {
  return html`<button class="primary" name="action" value="${action}">${label}</button>`;
}

/** Another way out of the page, refusing included. */
export function quietButton(action: string, label: string, className = 'quiet'): Html {
  return html`<button${attributes({ class: className })} name="action" value="${action}">${label}</button>`;
}
