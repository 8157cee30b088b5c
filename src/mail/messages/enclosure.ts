// What a mail brings, a link or a code, as text and as HTML.

import type { Palette } from '../../views/assets/palette.ts';
import { type Html, html } from '../../views/html.ts';
import type { Enclosure } from './message.ts';

/** The link alone on its line: programs that make it clickable take nothing else with it. */
export function enclosureAsText(enclosure: Enclosure): string {
  return 'link' in enclosure ? enclosure.link : inGroups(enclosure.code);
}

export function enclosureAsHtml(enclosure: Enclosure, colours: Palette): Html {
  if ('code' in enclosure) {
    const figures = `margin:0 0 16px;padding:16px;border:1px solid ${colours.line};border-radius:8px;text-align:center;font:600 24px/1.5 ui-monospace,Menlo,Consolas,monospace;letter-spacing:0.08em;white-space:nowrap`;
    return html`<p style="${figures}">${inGroups(enclosure.code)}</p>`;
  }
  const button = `display:inline-block;padding:12px 24px;border-radius:8px;background:${colours.accent};color:${colours.onAccent};font-weight:600;text-decoration:none`;
  const address = `margin:0 0 16px;color:${colours.quiet};font-size:14px;overflow-wrap:anywhere`;
  return html`<p style="margin:0 0 16px"><a href="${enclosure.link}" style="${button}">${enclosure.label}</a></p>
<p style="${address}">${enclosure.link}</p>`;
}

/** `1234 5678`. */
function inGroups(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1 ');
}
