// The brand mark: a small door beside the big gate.

import { type Html, html } from '../html.ts';

/** Decoration: the brand name stands beside it. Takes its colours from the stylesheet. */
export function mark(): Html {
  return html`<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
<rect class="mark-wall" width="32" height="32" rx="8"/>
<path class="mark-gate" d="M5 27V14.5a6.5 6.5 0 0 1 13 0V27z"/>
<path class="mark-door" d="M20 27v-7.5a3.5 3.5 0 0 1 7 0V27z"/>
</svg>`;
}
