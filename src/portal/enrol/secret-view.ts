// The secret of the new app, what it ends, and the code that makes it count.

import { type Html, html, type Renderable } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { type Enrolment, enrolmentForm } from '../../views/parts/enrolment-form.ts';
import { field } from '../../views/parts/field.ts';
import { type ConnectedBefore, connectedBefore } from './connected-before-view.ts';

export interface SecretState extends Enrolment {
  /** `another`: there is an active factor already. `lost`: it takes the place of one that is gone. */
  readonly why: 'first' | 'another' | 'lost';
  /** What was connected before; absent where another factor is active already. */
  readonly before?: ConnectedBefore;
  /** What was typed before, and what is wrong with it. */
  readonly name?: string;
  readonly nameError?: 'too-long' | 'malformed';
}

export function secretView(frame: PortalFrame, state: SecretState): Html {
  const texts = frame.texts.portal.enrol;
  const [title, lead] = {
    first: [texts.title, texts.lead] as const,
    another: [texts.anotherTitle, texts.anotherLead] as const,
    lost: [texts.replaceTitle, texts.replaceLead] as const,
  }[state.why];
  const otherWays = html`<div class="other-ways"><a href="/account">${frame.texts.portal.back}</a></div>`;
  return portalPage(frame, {
    title,
    place: state.why === 'first' ? 'secondStep' : 'overview',
    failed: state.error !== undefined || state.nameError !== undefined,
    body: html`<h1>${title}</h1>
<p class="lead">${lead}</p>
${enrolmentForm(frame, { ...state, beforeCode: whatEnds(frame, state), afterCode: nameField(frame, state), otherWays })}`,
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
