// The brand mark: a small door beside the big gate.

import { type Html, html } from '../html.ts';

/** Decoration: the brand name stands beside it. Takes its colours from the stylesheet. */
export function mark(): Html {
  return html`<svg class="mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
<rect class="mark-wall" width="40" height="40" rx="10"/>
<path class="mark-gate" d="M6 31V17.5a9.5 9.5 0 0 1 19 0V31z"/>
<path class="mark-door" d="M22 31v-6.5a6 6 0 0 1 12 0V31z"/>
<circle class="mark-knob" cx="25.5" cy="26.5" r="1.25"/>
</svg>`;
}
