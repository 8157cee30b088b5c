// The pages of the sample app: the way in, and who came in, how and when.

import { type Html, html, type Renderable } from '../../../src/views/html.ts';
import { htmlDocument } from './document.ts';

export interface SignedInPerson {
  readonly claims: Readonly<Record<string, unknown>>;
}

export function signedOutPage(demoAddress: string): Html {
  return appPage(
    demoAddress,
    'Welcome',
    html`<h1>Welcome to the sample app</h1>
<p class="lead">It keeps no passwords: it asks Postern who you are.</p>
<p class="buttons"><a class="button primary" href="/sign-in">Sign in with Postern</a></p>
<p class="hint">In a hurry to see the second step? <a href="/sign-in?step=second">Sign in with a code in any case</a>.</p>`,
  );
}

export function signedInPage(demoAddress: string, { claims }: SignedInPerson, now: number): Html {
  const name = text(claims.name) || text(claims.preferred_username);
  const hasSecondStep = claims.acr === 'urn:postern:factor:2';
  return appPage(
    demoAddress,
    'Signed in',
    html`<h1>Hello, ${name}</h1>
<dl class="facts">
<dt>User name</dt><dd>${text(claims.preferred_username)}</dd>
<dt>E-mail</dt><dd>${text(claims.email) || 'not told'}</dd>
<dt>Signed in with</dt><dd>${sayProof(hasSecondStep, claims.amr)}</dd>
<dt>When</dt><dd>${sayWhen(Number(claims.auth_time) * 1000, now)}</dd>
</dl>
<form method="post" action="/sign-out">
<button class="button primary">Sign out</button>
</form>
${!hasSecondStep && html`<p class="hint">Something here could need more: <a href="/sign-in?step=second">ask for the second step as well</a>.</p>`}
<details><summary>What Postern told this app</summary>
<pre><code>${JSON.stringify(claims, undefined, 2)}</code></pre>
</details>`,
  );
}

export function failedPage(demoAddress: string): Html {
  return appPage(
    demoAddress,
    'Not signed in',
    html`<h1>You are not signed in</h1>
<p class="lead">The sign-in was left, or took too long.</p>
<p class="buttons"><a class="button primary" href="/sign-in">Try again</a></p>`,
  );
}

function appPage(demoAddress: string, title: string, body: Renderable): Html {
  return htmlDocument(
    'Sample app',
    { title, body },
    html`<header class="banner"><a href="/">Sample app</a></header>
<main class="app">
${body}
</main>
<footer class="to-demo"><a href="${demoAddress}">What to try in the demo</a></footer>`,
  );
}

function sayProof(hasSecondStep: boolean, amr: unknown): string {
  const ways = Array.isArray(amr) ? amr : [];
  if (hasSecondStep) {
    return ways.includes('otp') ? 'a password and a code' : 'a password and a recovery code';
  }
  return ways.includes('rba') ? 'a password, in a trusted browser' : 'a password';
}

function sayWhen(at: number, now: number): Html {
  const minutes = Math.floor((now - at) / 60_000);
  const words = minutes < 1 ? 'just now' : new Intl.RelativeTimeFormat('en').format(-minutes, 'minute');
  return html`<time datetime="${new Date(at).toISOString()}">${words}</time>`;
}

function text(claim: unknown): string {
  return typeof claim === 'string' ? claim : '';
}
