// What a set-up link shows that was used, replaced, or is too old.

import { type Html, html } from '../views/html.ts';
import { type PlainFrame, page } from '../views/layout.ts';

export function setupExpiredView(frame: PlainFrame): Html {
  const texts = frame.texts.setup.expired;
  return page(frame, {
    title: texts.title,
    body: html`<h1>${texts.title}</h1>
<p>${texts.text}</p>
<p class="commands"><code>npx postern setup</code></p>
<p class="hint">${texts.done}</p>`,
  });
}
