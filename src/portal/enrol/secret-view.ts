// The secret of the new app, what it ends, and the code that makes it count; then what there is now.

import { type Html, html, type Renderable } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { type Enrolment, enrolmentForm } from '../../views/parts/enrolment-form.ts';
import { field } from '../../views/parts/field.ts';
import { type ConnectedBefore, connectedBefore } from './connected-before-view.ts';

export interface SecretState extends Enrolment {
  /** The account has an active factor already. */
  readonly isAnother: boolean;
  /** What was connected before; absent where another factor is active already. */
  readonly before?: ConnectedBefore;
  /** What was typed before, and what is wrong with it. */
  readonly name?: string;
  readonly nameError?: 'too-long' | 'malformed';
}

export function secretView(frame: PortalFrame, state: SecretState): Html {
  const texts = frame.texts.portal.enrol;
  const title = state.isAnother ? texts.anotherTitle : texts.title;
  return portalPage(frame, {
    title,
    place: 'overview',
    failed: state.error !== undefined || state.nameError !== undefined,
    body: html`<h1>${title}</h1>
<p class="lead">${state.isAnother ? texts.anotherLead : texts.lead}</p>
${enrolmentForm(frame, { ...state, beforeCode: whatEnds(frame, state), afterCode: nameField(frame, state) })}`,
  });
}

function whatEnds(frame: PortalFrame, { before }: SecretState): Html {
  const texts = frame.texts.portal.enrol;
  return html`<div class="what-ends">
<p class="hint">${texts.whatEnds}</p>
${before && connectedBefore(frame, before)}
</div>`;
}

function nameField(frame: PortalFrame, { name = '', nameError }: SecretState): Renderable {
  const { enrol: texts, factor } = frame.texts.portal;
  const error = nameError === 'too-long' ? factor.nameTooLong : factor.nameMalformed;
  return field({
    name: 'name',
    label: texts.name,
    hint: texts.nameHint,
    optional: texts.optional,
    autocomplete: 'off',
    value: name,
    ...(nameError === undefined ? {} : { error }),
  });
}

export interface EnrolledState {
  /** Programs were disconnected by it. */
  readonly hasDisconnected: boolean;
}

export function enrolledView(frame: PortalFrame, { hasDisconnected }: EnrolledState): Html {
  const { enrol, overview, back } = frame.texts.portal;
  return portalPage(frame, {
    title: enrol.done.title,
    place: 'overview',
    body: html`<h1>${enrol.done.title}</h1>
<p class="lead">${enrol.done.lead}</p>
${hasDisconnected && html`<p>${enrol.done.connect}</p>`}
<p>${enrol.done.another}</p>
<p><a class="button primary" href="/account">${back}</a></p>
<p class="other-ways"><a href="/account/enrol">${overview.addAnother}</a></p>`,
  });
}
