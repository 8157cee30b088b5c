// Small drawings beside words; never alone.

import { type Html, html } from '../html.ts';

const drawings = {
  alert: html`<path d="M12 7v6"/><path d="M12 16.5v.5"/><circle cx="12" cy="12" r="9"/>`,
  browser: html`<rect x="3" y="4.5" width="18" height="15" rx="2"/><path d="M3 9h18"/><path d="M6 6.75h.5M9 6.75h.5"/>`,
  check: html`<path d="M5 12.5l4.5 4.5L19 7.5"/>`,
  clock: html`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>`,
  codes: html`<rect x="4" y="3.5" width="16" height="17" rx="2"/><path d="M8 8.5h3M13 8.5h3M8 12h3M13 12h3M8 15.5h3M13 15.5h3"/>`,
  key: html`<circle cx="8" cy="15.5" r="4"/><path d="M11 12.5l8.5-8.5M16 7.5l3 3"/>`,
  mail: html`<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M3.5 7l8.5 6 8.5-6"/>`,
  person: html`<circle cx="12" cy="8" r="4"/><path d="M4.5 20a7.5 7.5 0 0 1 15 0"/>`,
  phone: html`<rect x="7" y="2.5" width="10" height="19" rx="2"/><path d="M11 18.5h2"/>`,
  plus: html`<circle cx="12" cy="12" r="9"/><path d="M12 8v8M8 12h8"/>`,
  question: html`<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7"/><path d="M12 16.5v.5"/>`,
} as const;

export type IconName = keyof typeof drawings;

export function icon(name: IconName): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">${drawings[name]}</svg>`;
}
