// The secret of a new authenticator app, to scan or to type, with the field for the code that proves it.

import { type Html, html, type Renderable } from '../html.ts';
import type { PageFrame } from '../layout.ts';
import { fault, field } from './field.ts';
import { form, primaryButton } from './form.ts';
import { errorNotice } from './notice.ts';

/** `app-ignores-settings`: the code fits only SHA1, six digits and 30 seconds, which this secret does not use. */
export type EnrolmentError =
  | 'wrong-code'
  | 'used-before'
  /** It can be nobody's code. */
  | 'malformed'
  | 'app-ignores-settings'
  | { readonly retryAfterSeconds: number };

export interface Enrolment {
  /** The base32 secret in groups of four. */
  readonly secretGroups: readonly string[];
  readonly otpauthUrl: string;
  /** From `qrSvg(otpauthUrl)`. */
  readonly qr: Html;
  readonly error?: EnrolmentError;
  /** Fields that nobody sees. */
  readonly hidden?: Renderable;
  /** Whose it will be, above everything. */
  readonly who?: Renderable;
  /** Said between the secret and the code that makes it count. */
  readonly beforeCode?: Renderable;
  /** More fields, which may stay empty. */
  readonly afterCode?: Renderable;
  /** Below the button that goes on: ways out of it. */
  readonly otherWays?: Renderable;
  /** At the end of the form. */
  readonly notYou?: Renderable;
}

export function enrolmentForm(frame: PageFrame, enrolment: Enrolment): Html {
  const { texts } = frame;
  const { error } = enrolment;
  return form(
    frame,
    html`${enrolment.hidden}${enrolment.who}
${error !== undefined && errorNotice(sayError(frame, error))}
<div class="enrolment">
<figure class="scan"><figcaption>${texts.enrolment.scan}</figcaption>
<div class="qr">${enrolment.qr}</div>
<a class="open-app" href="${enrolment.otpauthUrl}">${texts.enrolment.openApp}</a></figure>
${secret(frame, enrolment)}
<div class="prove">
${enrolment.beforeCode}
${field({
  name: 'code',
  label: texts.enrolment.code,
  autocomplete: 'one-time-code',
  inputmode: 'numeric',
  code: true,
  autofocus: error !== undefined,
  ...fault(error),
})}
${enrolment.afterCode}
${primaryButton('continue', texts.continue)}
${enrolment.otherWays}
</div>
</div>
${enrolment.notYou}`,
  );
}

function secret(frame: PageFrame, enrolment: Enrolment): Html {
  const { enrolment: texts } = frame.texts;
  const { pathname } = new URL(enrolment.otpauthUrl);
  const label = decodeURIComponent(pathname.replace(/^\/+(?:totp\/)?/, ''));
  return html`<div class="secret">
<h2>${texts.orType}</h2>
<dl>
<dt>${texts.account}</dt><dd>${label}</dd>
<dt>${texts.key}</dt><dd><code class="groups">${enrolment.secretGroups.map((group) => html`<span>${group}</span> `)}</code></dd>
</dl>
${settings(frame, enrolment.otpauthUrl)}
</div>`;
}

/** Said only where they are not what every app expects. */
function settings(frame: PageFrame, otpauthUrl: string): Renderable {
  const { enrolment: texts } = frame.texts;
  const { searchParams } = new URL(otpauthUrl);
  const algorithm = (searchParams.get('algorithm') ?? 'SHA1').toUpperCase();
  const digits = searchParams.get('digits') ?? '6';
  const period = searchParams.get('period') ?? '30';
  if (algorithm === 'SHA1' && digits === '6' && period === '30') {
    return undefined;
  }
  return html`<p class="hint">${texts.settings}</p>
<dl class="settings">
<dt>${texts.algorithm}</dt><dd>${algorithm}</dd>
<dt>${texts.digits}</dt><dd>${digits}</dd>
<dt>${texts.period}</dt><dd>${texts.seconds(Number(period))}</dd>
</dl>
<p class="hint">${texts.ignoring}</p>`;
}

function sayError(frame: PageFrame, error: EnrolmentError): string {
  const { texts } = frame;
  if (typeof error === 'object') {
    return texts.tooManyTries(error.retryAfterSeconds);
  }
  const sentences = {
    'wrong-code': texts.code.wrong,
    'used-before': texts.code.usedBefore,
    malformed: texts.code.malformed,
    'app-ignores-settings': texts.enrolment.appIgnores,
  };
  return sentences[error];
}
