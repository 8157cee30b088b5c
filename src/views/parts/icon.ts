// Small drawings beside words; never alone.

import { type Html, html } from '../html.ts';

const drawings = {
  alert: html`<path d="M12 7v6"/><path d="M12 16.5v.5"/><circle cx="12" cy="12" r="9"/>`,
  check: html`<path d="M5 12.5l4.5 4.5L19 7.5"/>`,
  clock: html`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>`,
  mail: html`<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M3.5 7l8.5 6 8.5-6"/>`,
  person: html`<circle cx="12" cy="8" r="4"/><path d="M4.5 20a7.5 7.5 0 0 1 15 0"/>`,
  question: html`<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7"/><path d="M12 16.5v.5"/>`,
} as const;

export type IconName = keyof typeof drawings;

export function icon(name: IconName): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">${drawings[name]}</svg>`;
}
