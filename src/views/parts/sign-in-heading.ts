// The top of every sign-in page: what to do, and for what.

import { type Html, html } from '../html.ts';
import type { SignInFrame } from '../layout.ts';

export function signInHeading(frame: SignInFrame, headline: string): Html {
  return html`<h1>${headline}</h1>
<p class="lead">${frame.texts.signIn.toContinueTo(clientName(frame))}</p>`;
}

/** The app's name with its host, so that a borrowed name is noticed. */
function clientName(frame: SignInFrame): Html {
  const { name, host } = frame.client;
  return html`<b>${name}</b>${host !== undefined && html` <span class="host">${host}</span>`}`;
}
