// The paper that bob has put away: his recovery codes, for the day his phone is not at hand.

import { type Html, html } from '../../../src/views/html.ts';
import type { Tour } from '../tour.ts';
import { deskPage } from './document.ts';

export function recoveryCodesPage(tour: Tour, codes: readonly string[]): Html {
  return deskPage(tour, '', {
    title: 'Bob’s recovery codes',
    body: html`<p class="back"><a href="/">Start</a></p>
<h1>Bob’s recovery codes</h1>
<p class="lead">As he printed them. Each lets him in once without his phone; a new set replaces them all.</p>
<ul class="paper">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>`,
  });
}
