// What the provider's page in between would post: read from the page it really makes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPassingForm } from '../../../../src/oidc/pages/passing-form.ts';

/** As oidc-provider 9 writes it. */
const pageOf = (action: string, inputs: string): string => `<!DOCTYPE html>
<html>
<head>
  <meta http-equiv="X-UA-Compatible" content="IE=edge">
  <title>Submitting Callback</title>
  <script>document.forms[0].submit()</script>
</head>
<body>
  <form method="post" action="${action}">
    ${inputs}
    <noscript><button autofocus type="submit">Continue</button></noscript>
  </form>
</body>
</html>`;

test('address and fields are read with their characters as they were', () => {
  const inputs = [
    '<input type="hidden" name="code" value="abc"/>',
    '<input type="hidden" name="state" value="&amp;lt;&lt;&gt;&quot;&#39;"/>',
  ].join('\n');
  assert.deepEqual(readPassingForm(pageOf('https://app.example.test/cb?a=1&amp;b=2', inputs)), {
    action: 'https://app.example.test/cb?a=1&b=2',
    fields: [
      ['code', 'abc'],
      ['state', `&lt;<>"'`],
    ],
  });
});

test('other bodies are left alone', () => {
  assert.equal(readPassingForm(undefined), undefined);
  assert.equal(readPassingForm({ active: false }), undefined);
  assert.equal(readPassingForm('<!doctype html><title>Submitting Callback</title>'), undefined);
});

test('a page of another form is a fault that is seen', () => {
  const changed = pageOf('', '').replace('method="post"', 'method="POST"');
  assert.throws(() => readPassingForm(changed), /another form/);
});
