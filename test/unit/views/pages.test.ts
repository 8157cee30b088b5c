// What holds for every page in every state: one form, its fields, its errors, and nothing inline.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consentView } from '../../../interactions/consent/view.ts';
import { passwordView } from '../../../interactions/password/view.ts';
import type { SignInFrame } from '../../../src/views/layout.ts';
import { de } from '../../../src/views/texts/de.ts';
import { en } from '../../../src/views/texts/en.ts';
import { createGallery, galleryBrand, galleryUrl } from '../../support/gallery-pages.ts';
import { readForm } from '../../support/sign-in-over-http-form.ts';

const frame: SignInFrame = {
  texts: en,
  brand: galleryBrand,
  csrf: 'form-value',
  client: { name: 'Roundcube', host: 'webmail.example.org' },
  username: 'alice@example.org',
};

const english = await createGallery(en);
const everyPage = [
  ...english,
  ...[...(await createGallery(de))].map(([name, page]) => [`de ${name}`, page] as const),
];

for (const [name, page] of everyPage) {
  const text = page.toString();

  test(`${name}: one document with language, title and headline, and nothing inline`, () => {
    assert.match(text, /^<!doctype html>\n<html lang="(?:en|de)" dir="ltr">/);
    assert.equal(text.match(/<h1>/g)?.length, 1);
    assert.match(text, /<title>\S.* – Postern<\/title>/);
    assert.doesNotMatch(text, /\sstyle=|<style|\son[a-z]+=|javascript:/i);
    assert.deepEqual(text.match(/<script[^>]*>/g), [text.match(/<script src="\/assets\/[^"]+" defer>/)?.[0]]);
    assert.doesNotMatch(text, /(?:src|href)="(?:https?:)?\/\//);
    assert.doesNotMatch(text, />(?:undefined|null|false|true|\[object)/);
  });

  test(`${name}: ids are unique, and what is pointed to is there`, () => {
    const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
    const pointers = [...text.matchAll(/\s(?:for|aria-describedby|data-copy-from)="([^"]+)"/g)];
    assert.deepEqual(
      pointers.flatMap(([, to = '']) => to.split(' ')).filter((id) => !ids.includes(id)),
      [],
    );
    assert.equal(
      text.match(/<input(?![^>]*(?:type="hidden"| hidden[ >]))/g)?.length,
      text.match(/<label for=/g)?.length,
    );
  });

  test(`${name}: a form carries the value against forged requests, and at most one field has the focus`, () => {
    const forms = text.match(/<form\b/g)?.length ?? 0;
    assert.ok(forms <= 1);
    if (forms === 1 && !name.endsWith('sign-out')) {
      assert.match(text, /<form method="post" novalidate>/);
      assert.equal(readForm(text)?.hidden.csrf, 'form-value');
    }
    assert.ok((text.match(/\sautofocus/g)?.length ?? 0) <= 1);
  });
}

/** Fields in their order with type and autocomplete; the first button; all the others. */
const forms: Readonly<Record<string, readonly [string, string, string]>> = {
  password: ['username text username, password password current-password', 'continue', 'cancel'],
  // Scripts fill the same fields where the name is known: it is there, and not shown.
  'password-second-step': [
    'username text username, password password current-password',
    'continue',
    'restart cancel',
  ],
  'password-wrong': ['username text username, password password current-password', 'continue', 'cancel'],
  code: ['code text one-time-code', 'continue', 'restart cancel'],
  'code-wrong': ['code text one-time-code, remember checkbox ', 'continue', 'restart cancel'],
  'recovery-code': ['recovery_code text one-time-code', 'continue', 'restart cancel'],
  denied: ['', 'cancel', 'restart'],
  'code-trust': ['code text one-time-code, remember checkbox ', 'continue', 'restart cancel'],
  'lost-device': ['', 'continue', 'cancel restart'],
  'lost-device-mail-program': ['', 'cancel', 'restart'],
  'totp-enrolment': ['code text one-time-code', 'continue', 'cancel restart'],
  'totp-enrolment-offered': ['code text one-time-code', 'continue', 'later restart'],
  'totp-enrolment-lost': ['code text one-time-code', 'continue', 'later restart'],
  'totp-enrolment-expired': ['', 'continue', 'restart cancel'],
  'enrolment-offer': ['', 'continue', 'restart later'],
  'mailed-code': ['code text one-time-code', 'continue', 'restart send cancel'],
  'mailed-code-offered': ['code text one-time-code', 'continue', 'restart send later'],
  'mailed-code-unsent': ['', 'send', 'restart cancel'],
  ticket: ['ticket text one-time-code', 'continue', 'restart cancel'],
  recovered: ['', 'continue', 'restart replace renew'],
  'recovery-codes': ['', 'continue', ''],
  'new-password': [
    'username text username, new_password password new-password',
    'continue',
    'restart cancel',
  ],
  'consent-mail': ['', 'allow', 'deny restart'],
  'setup-account': [
    'username text username, name text name, new_password password new-password',
    'continue',
    '',
  ],
  'setup-factor': ['code text one-time-code', 'continue', ''],
  'setup-codes': ['', 'continue', ''],
};

for (const [name, [fields, first, others]] of Object.entries(forms)) {
  test(`${name}: fields and buttons are what scripts rely on`, () => {
    const text = english.get(name)?.toString() ?? '';
    const typed = [...text.matchAll(/<input(?![^>]* type="hidden")([^>]*name="[^>]*)>/g)];
    const inputs = typed.map(([, tag = '']) =>
      ['name', 'type', 'autocomplete'].map((key) => new RegExp(` ${key}="([^"]*)"`).exec(tag)?.[1]).join(' '),
    );
    assert.equal(inputs.join(', '), fields);
    const buttons = [...text.matchAll(/<button[^>]*name="action" value="([^"]+)"/g)].map(
      ([, value]) => value,
    );
    assert.deepEqual(buttons, [first, ...others.split(' ').filter((value) => value !== '')]);
    assert.equal(text.match(/<button/g)?.length, buttons.length);
  });
}

test('codes are typed on digits, recovery codes on letters', () => {
  assert.match(english.get('code')?.toString() ?? '', /name="code"[^>]* inputmode="numeric"/);
  assert.match(english.get('recovery-code')?.toString() ?? '', /name="recovery_code"[^>]* inputmode="text"/);
});

for (const [name, page] of english) {
  const text = page.toString();
  if (name.startsWith('denied')) {
    test(`${name}: what happened is read out, and no field is blamed`, () => {
      assert.equal(text.match(/role="alert"/g)?.length, 1);
      assert.doesNotMatch(text, /aria-invalid/);
    });
    continue;
  }
  const isError = /-(?:wrong|used|throttled|taken|short)$/.test(name);

  test(`${name}: ${isError ? 'the error is read out, and field and title tell of it' : 'no alarm'}`, () => {
    assert.equal(text.match(/role="alert"/g)?.length, isError ? 1 : undefined);
    assert.equal(text.includes('<title>Error: '), isError);
    assert.equal(/aria-invalid="true"/.test(text), isError && !name.endsWith('throttled'));
    // A page that only has a button blames no field.
    if (isError && text.includes('<label')) {
      const id = /id="([^"]+)" role="alert"/.exec(text)?.[1];
      assert.match(text, new RegExp(`<input[^>]* aria-describedby="(?:[^"]* )?${id}(?: [^"]*)?"`));
    }
  });
}

test('who has to wait is told how long, in words', () => {
  assert.match(english.get('password-throttled')?.toString() ?? '', /Wait 8 minutes, then try again\./);
  assert.match(english.get('code-throttled')?.toString() ?? '', /Wait 30 seconds, then try again\./);
});

test('after an error the typed name stands there, the password never does, and the cursor waits in it', () => {
  const text = passwordView(frame, { error: 'wrong', suggestion: 'bob' }).toString();
  assert.match(text, /name="username"[^>]* value="alice@example.org"/);
  assert.match(text, /<input(?![^>]* value=)[^>]*name="password"[^>]* autofocus/);
});

test('the app may suggest a name', () => {
  const { username: _, ...unnamed } = frame;
  assert.match(passwordView(unnamed, { suggestion: 'bob' }).toString(), /name="username"[^>]* value="bob"/);
  assert.match(passwordView(unnamed).toString(), /name="username"(?![^>]* value=)[^>]* autofocus/);
});

for (const name of ['password', 'code', 'recovery-code', 'consent-web']) {
  test(`${name}: tells for what`, () => {
    const text = english.get(name)?.toString() ?? '';
    assert.match(text, /Roundcube/);
    assert.match(text, /webmail\.example\.org/);
  });
}

for (const name of [
  'password-second-step',
  'code',
  'recovery-code',
  'totp-enrolment',
  'recovered',
  'recovery-codes',
  'consent-web',
]) {
  test(`${name}: tells who`, () => {
    assert.match(english.get(name)?.toString() ?? '', /<p class="who">.*<b>alice@example\.org<\/b>/);
  });
}

test('the code page names what shows the codes, and says why somebody signed in is asked', () => {
  assert.match(english.get('code')?.toString() ?? '', /<h1>Enter the code from your authenticator app<\/h1>/);
  assert.match(english.get('code-token')?.toString() ?? '', /<h1>Enter the code from your token<\/h1>/);
  const stepUp = english.get('code-step-up')?.toString() ?? '';
  assert.match(stepUp, /<h1>Enter the code from your authenticator app or token<\/h1>/);
  assert.match(stepUp, /You are signed in with your password/);
});

test('who has no second step reads nothing of apps, codes and trusted browsers where a device is lost', () => {
  const plain = english.get('portal-lost-device-plain')?.toString() ?? '';
  assert.match(plain, /app passwords stop working/);
  assert.doesNotMatch(plain, /authenticator|recovery code|asked for a code/i);
  assert.doesNotMatch(plain, /\/account\/(?:recovery-codes|trusted-browsers)/);
  assert.match(plain, /<a href="\/account\/enrol">Second step<\/a>/);
  assert.match(english.get('portal-lost-device')?.toString() ?? '', /app passwords stop working/);
});

test('the code page leads to the recovery code and back', () => {
  assert.match(english.get('code')?.toString() ?? '', /<a href="\/recovery-code">/);
  assert.match(english.get('recovery-code')?.toString() ?? '', /<a href="\/totp">/);
});

const contacts: readonly (readonly [string | undefined, string])[] = [
  [undefined, 'Ask your administrator for'],
  [
    'https://help.example.org/it',
    'Ask <a href="https://help.example.org/it" rel="noreferrer">help.example.org/it</a> for',
  ],
  ['help@example.org', 'Ask <a href="mailto:help@example.org">help@example.org</a> for'],
  ['IT <b>, room 4', 'Ask <b>IT &lt;b&gt;, room 4</b> for'],
  ['javascript:alert(1)', 'Ask <b>javascript:alert(1)</b> for'],
];

for (const [support, expected] of contacts) {
  test(`help from ${support ?? 'nobody in particular'} is offered as "${expected}"`, () => {
    const text = passwordView(support === undefined ? frame : { ...frame, support }).toString();
    assert.ok(text.includes(expected), text);
  });
}

test('the new secret stands there in groups of four, as a picture and as a link', () => {
  const text = english.get('setup-factor')?.toString() ?? '';
  const groups = [...text.matchAll(/<span>([A-Z2-7]{4})<\/span>/g)].map(([, group]) => group);
  assert.equal(groups.join(''), new URL(galleryUrl).searchParams.get('secret'));
  assert.match(text, /<svg class="qr-code" role="img"/);
  assert.ok(text.includes(`href="${galleryUrl.replaceAll('&', '&amp;')}"`));
  assert.match(text, /<dd>Postern:alice@example\.org<\/dd>/);
  assert.doesNotMatch(text, /SHA1|Algorithm/);
});

test('settings that some apps ignore are named, with those apps', () => {
  const text = english.get('setup-factor-demanding')?.toString() ?? '';
  assert.match(text, /<dd>SHA256<\/dd>.*<dd>8<\/dd>.*<dd>60 seconds<\/dd>.*Google Authenticator/s);
});

test('an error page has the number to report it by', () => {
  assert.match(english.get('error-bug')?.toString() ?? '', /<code>q7Jx0cT2vLmN4sRa<\/code>/);
});

test('the sign-out posts what the provider reads', () => {
  const form = readForm(english.get('sign-out')?.toString() ?? '');
  assert.equal(form?.action, '/logout/confirm');
  assert.deepEqual(form?.hidden, { xsrf: 'provider-value' });
  assert.deepEqual(form?.firstButton, ['logout', 'yes']);
});

const hostile = `"><script>alert('1')</script>`;

test('names from outside stay text on the pages', () => {
  const awkward = { ...frame, client: { name: hostile, host: hostile }, username: hostile, support: hostile };
  const page = consentView(awkward, { scopes: [hostile], redirectHost: hostile, unverified: true });
  for (const text of [page.toString(), passwordView(awkward, { error: 'wrong' }).toString()]) {
    assert.equal(text.match(/<script/g)?.length, 1);
    assert.doesNotMatch(text, /alert\('/);
  }
});
