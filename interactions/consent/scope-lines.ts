// What an app will be able to do, in words a person uses.

import { type Html, html, type Renderable } from '../../src/views/html.ts';
import { type IconName, icon } from '../../src/views/parts/icon.ts';
import type { Texts } from '../../src/views/texts/texts.ts';

type Named = keyof Texts['consent']['scopes'];

/** In the order they are shown, whatever the order they were asked in. */
const icons: Readonly<Record<Named, IconName>> = {
  mail: 'mail',
  imap: 'mail',
  pop3: 'mail',
  smtp: 'mail',
  sieve: 'mail',
  openid: 'person',
  profile: 'person',
  email: 'person',
  offline_access: 'clock',
};

const mailScopeUrn = 'urn:ietf:params:oauth:scope:mail';
/** Parts of what `mail` allows already. */
const partsOfMail: readonly string[] = ['imap', 'pop3', 'smtp'];

export function scopeLines(texts: Texts, scopes: readonly string[]): readonly Html[] {
  const asked = new Set(scopes.map((scope) => (scope === mailScopeUrn ? 'mail' : scope)));
  if (asked.has('mail')) {
    for (const part of partsOfMail) {
      asked.delete(part);
    }
  }
  const known = (Object.keys(icons) as Named[]).filter((scope) => asked.has(scope));
  const unknown = [...asked].filter((scope) => !Object.hasOwn(icons, scope));
  return [
    ...known.map((scope) => line(icons[scope], texts.consent.scopes[scope])),
    ...unknown.map((scope) => line('question', texts.consent.unknownScope(html`<code>${scope}</code>`))),
  ];
}

function line(name: IconName, words: Renderable): Html {
  return html`<li>${icon(name)}<span>${words}</span></li>\n`;
}
