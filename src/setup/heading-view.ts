// The top of the set-up pages: how far one is, what to do, and why.

import { type Html, html } from '../views/html.ts';
import type { PageFrame } from '../views/layout.ts';

const steps = 3;

export function setupHeading(frame: PageFrame, step: number, title: string, lead: string): Html {
  return html`<p class="step">${frame.texts.setup.step(step, steps)}</p>
<h1>${title}</h1>
<p class="lead">${lead}</p>`;
}
