// The question whether a device elsewhere may use the account: who asks, from where and since when, and what it may do.

import { nameBrowser } from '../../src/base/browser-name.ts';
import { type Html, html, type Renderable } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { moment } from '../../src/views/parts/moment.ts';
import { warningNotice } from '../../src/views/parts/notice.ts';
import { notYou, who } from '../../src/views/parts/who.ts';
import { scopeLines } from './scope-lines.ts';

export interface DeviceConsentState {
  readonly scopes: readonly string[];
  readonly device: {
    readonly address: string;
    readonly userAgent: string;
    /** Milliseconds since 1970, as `now`. */
    readonly askedAt: number;
    /** It asked from where this browser is. */
    readonly isHere: boolean;
  };
  readonly now: number;
  /** Days until it ends by itself; absent: it ends with the session. */
  readonly lifetimeDays?: number;
  /** It registered itself: no administrator of this house has named it. */
  readonly selfRegistered: boolean;
}

export function deviceConsentView(frame: SignInFrame, state: DeviceConsentState): Html {
  const { consent, device: texts } = frame.texts;
  const name = html`<b>${frame.client.name}</b>`;
  const title = texts.approval.title(frame.client.name);
  return page(frame, {
    title,
    body: html`<h1>${title}</h1>
${form(
  frame,
  html`${who(frame)}
${warningNotice(html`${texts.approval.beware(name)}${state.selfRegistered && html` ${texts.approval.unchecked(name)}`}`)}
${askedFacts(frame, state)}
<h2>${consent.itWill}</h2>
<ul class="scopes">
${scopeLines(frame.texts, state.scopes)}</ul>
<dl class="facts">
<dt>${consent.howLong}</dt><dd>${state.lifetimeDays === undefined ? consent.untilSignOut : consent.days(state.lifetimeDays)}</dd>
<dt>${consent.toEnd}</dt><dd>${consent.toEndHelp}</dd>
</dl>
${primaryButton('allow', consent.allow)}
${quietButton('deny', consent.deny, 'secondary')}
${notYou(frame)}`,
)}`,
  });
}

function askedFacts({ texts }: SignInFrame, { device, now }: DeviceConsentState): Html {
  const { approval } = texts.device;
  const browser: Renderable = nameBrowser(device.userAgent) ?? false;
  return html`<dl class="facts">
<dt>${approval.from}</dt><dd><b>${device.address}</b> (${device.isHere ? approval.here : approval.elsewhere})</dd>
<dt>${approval.at}</dt><dd>${moment(texts, device.askedAt, now)}</dd>
${browser !== false && html`<dt>${approval.with}</dt><dd>${browser}</dd>`}
</dl>`;
}
