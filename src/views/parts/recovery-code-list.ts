// Ten recovery codes, shown once: to print, to copy, to write down.

import { attributes, type Html, html } from '../html.ts';
import type { PageFrame } from '../layout.ts';
import { dateFormOf } from '../texts/dates.ts';

/** `username` stands on the print-out and in the saved file. */
export function recoveryCodeList(frame: PageFrame, codes: readonly string[], username?: string): Html {
  const texts = frame.texts.recoveryCodes;
  const heading = texts.heading(frame.brand.name, username);
  const controls = attributes({
    'data-copy-from': 'recovery-codes',
    'data-copy': texts.copy,
    'data-copied': texts.copied,
    'data-save': texts.save,
    'data-print': texts.print,
    'data-file-name': texts.fileName,
    'data-heading': heading,
    'data-form': dateFormOf(frame.texts.language),
  });
  return html`<h2 class="print-only">${heading}</h2>
<p class="print-only" id="recovery-codes-origin"></p>
<ol class="codes" id="recovery-codes">
${codes.map((code) => html`<li><code>${code}</code></li>\n`)}
</ol>
<div class="tools"${controls}></div>`;
}
