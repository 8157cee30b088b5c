// The tag that escapes: nothing that is put into a page can become more than text.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { attributes, type Html, html, type Renderable } from '../../../src/views/html.ts';

const hostile = `<script>alert('1')</script> & "quoted"`;
const harmless = '&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;';

const written: readonly (readonly [string, Html, string])[] = [
  ['text between tags', html`<p>${hostile}</p>`, `<p>${harmless}</p>`],
  ['text in a value', html`<p title="${hostile}">`, `<p title="${harmless}">`],
  ['text in a value of single quotes', html`<p title='${hostile}'>`, `<p title='${harmless}'>`],
  [
    'text after a value that looks like a tag',
    html`<p title="<${'a'}">${'<b>'}</p>`,
    '<p title="<a">&lt;b&gt;</p>',
  ],
  ['a number', html`<p>${0}</p>`, '<p>0</p>'],
  ['nothing', html`<p>${undefined}${null}${false}${''}</p>`, '<p></p>'],
  ['markup', html`<p>${html`<b>${'<'}</b>`}</p>`, '<p><b>&lt;</b></p>'],
  ['a list', html`<p>${['<', html`<br>`, [false, 2]]}</p>`, '<p>&lt;<br>2</p>'],
  ['an attribute', html`<p${attributes({ title: hostile })}>`, `<p title="${harmless}">`],
  ['an attribute that is on', html`<p${attributes({ hidden: true, id: 1 })}>`, '<p hidden id="1">'],
  ['an attribute that is off', html`<p${attributes({ hidden: false, id: undefined })}>`, '<p>'],
  [
    'an address',
    html`<a href="${'https://example.org/?a=1&b="'}">`,
    '<a href="https://example.org/?a=1&amp;b=&quot;">',
  ],
  ['a path', html`<a href="${'/totp'}">`, '<a href="/totp">'],
];

for (const [what, markup, expected] of written) {
  test(`${what} is written as ${expected}`, () => {
    assert.equal(markup.toString(), expected);
  });
}

const refused: readonly (readonly [string, (value: Renderable) => Html, Renderable])[] = [
  ['a value without quotes', (value) => html`<p title=${value}>`, 'a'],
  ['text among attributes', (value) => html`<p ${value}>`, 'onclick=alert(1)'],
  ['a number among attributes', (value) => html`<p ${value}>`, 1],
  ['a list of text among attributes', (value) => html`<p ${value}>`, ['onclick=alert(1)']],
  ['markup in a value', (value) => html`<p title="${value}">`, html`<b title="x">`],
  ['a list in a value', (value) => html`<p title="${value}">`, ['a']],
  ['an address that runs script', (value) => html`<a href="${value}">`, 'javascript:alert(1)'],
  [
    'an address that runs script behind a space',
    (value) => html`<a href="${value}">`,
    ' javascript:alert(1)',
  ],
  ['an address that holds a page', (value) => html`<form action="${value}">`, 'data:text/html,x'],
  ['an address without scheme on another host', (value) => html`<a href="${value}">`, '//elsewhere.example'],
];

for (const [what, write, value] of refused) {
  test(`${what} is refused`, () => {
    assert.throws(() => write(value), TypeError);
  });
}

test('an object that only looks like markup is refused', () => {
  const forged = { toString: () => '<b>' } as unknown as Html;
  assert.throws(() => html`${forged}`, TypeError);
});

test('nobody takes text for markup as it is', () => {
  const makers = ['src', 'interactions'].flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && /\bnew Html\(/.test(readFileSync(`${top}/${path}`, 'utf8')))
      .map((path) => `${top}/${path}`),
  );
  assert.deepEqual(makers, ['src/views/html.ts']);
});
