// The question whether an app may use the account: what it may do, for how long, and where the answer goes.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { warningNotice } from '../../src/views/parts/notice.ts';
import { notYou, who } from '../../src/views/parts/who.ts';
import { scopeLines } from './scope-lines.ts';

export interface ConsentState {
  readonly scopes: readonly string[];
  /** Host of the redirect address, or the scheme of a native app's own. */
  readonly redirectHost: string;
  /** Days until it ends by itself; absent: it ends with the session. */
  readonly lifetimeDays?: number;
  /** Anyone may have written the app's name: it is a program on some device. */
  readonly unverified?: boolean;
  /** It registered itself as well: no administrator of this house has named it. */
  readonly selfRegistered?: boolean;
}

const loopback = /^(?:127\.0\.0\.1|\[?::1\]?|localhost)(?::\d+)?$/i;

export function consentView(frame: SignInFrame, state: ConsentState): Html {
  const { client } = frame;
  const { consent: texts } = frame.texts;
  const title = texts.title(client.name);
  return page(frame, {
    title,
    body: html`<h1>${title}</h1>
${client.host !== undefined && html`<p class="lead"><span class="host">${client.host}</span></p>`}
${form(
  frame,
  html`${who(frame)}
${warning(frame, state)}
<h2>${texts.itWill}</h2>
<ul class="scopes">
${scopeLines(frame.texts, state.scopes)}</ul>
${facts(frame, state)}
${primaryButton('allow', texts.allow)}
${quietButton('deny', texts.deny, 'secondary')}
${notYou(frame)}`,
)}`,
  });
}

function warning({ client, texts: { consent } }: SignInFrame, state: ConsentState): Html | false {
  const name = html`<b>${client.name}</b>`;
  if (state.selfRegistered === true) {
    return warningNotice(consent.selfRegistered(name));
  }
  return state.unverified === true && warningNotice(consent.unverified(name));
}

function facts(frame: SignInFrame, state: ConsentState): Html {
  const { consent: texts } = frame.texts;
  const answerTo = loopback.test(state.redirectHost) ? texts.thisDevice : html`<b>${state.redirectHost}</b>`;
  return html`<dl class="facts">
<dt>${texts.howLong}</dt><dd>${state.lifetimeDays === undefined ? texts.untilSignOut : texts.days(state.lifetimeDays)}</dd>
<dt>${texts.answerTo}</dt><dd>${answerTo}</dd>
<dt>${texts.toEnd}</dt><dd>${texts.toEndHelp}</dd>
</dl>`;
}
