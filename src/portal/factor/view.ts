// One authenticator app or token: its name, and how to be rid of it.

import type { FactorDetails } from '../../accounts/second-factor/factor-details.ts';
import { type Html, html } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { field } from '../../views/parts/field.ts';
import { form, primaryButton } from '../../views/parts/form.ts';
import { moment } from '../../views/parts/moment.ts';
import { factorLabel } from '../../views/texts/factor-label.ts';

export interface FactorState {
  readonly factor: FactorDetails;
  readonly now: number;
  /** What was typed before. */
  readonly name?: string;
  readonly error?: 'malformed' | 'too-long';
}

export function factorView(frame: PortalFrame, { factor, now, name, error }: FactorState): Html {
  const texts = frame.texts.portal.factor;
  const label = factorLabel(frame.texts, factor.label);
  const kind = factor.type === 'totp' ? texts.app : texts.token;
  const when = moment(frame.texts, factor.createdAt, now);
  return portalPage(frame, {
    title: label,
    place: 'overview',
    failed: error !== undefined,
    body: html`<h1>${label}</h1>
<p class="lead">${factor.setBy === 'owner' ? texts.addedByYou(kind, when) : texts.addedByAdmin(kind, when)}</p>
${form(
  frame,
  html`${field({
    name: 'name',
    label: texts.name,
    hint: texts.nameHint,
    autocomplete: 'off',
    value: name ?? label,
    autofocus: error !== undefined,
    ...(error === undefined ? {} : { error: error === 'too-long' ? texts.nameTooLong : texts.nameMalformed }),
  })}
${primaryButton('rename', texts.rename)}
<div class="other-ways">
<a href="/account/factors/${factor.id}/remove">${texts.remove}</a>
<a href="/account">${frame.texts.portal.back}</a>
</div>`,
)}`,
  });
}
