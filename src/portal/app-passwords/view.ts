// A new app password: its name, what the program may do, and more limits for those who want them.

import { type Html, html, type Renderable } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { checkbox } from '../../views/parts/checkbox.ts';
import { field } from '../../views/parts/field.ts';
import { form, primaryButton } from '../../views/parts/form.ts';
import { errorNotice } from '../../views/parts/notice.ts';
import { sayDays } from '../../views/texts/durations.ts';
import { type Chosen, lives, type Offered, protocolBox, serviceBox } from './choices.ts';
import { formMarkField } from './form-mark.ts';

export type NewAppPasswordError =
  | 'name'
  | 'name-too-long'
  | 'networks'
  | 'no-protocol'
  | 'no-service'
  | 'too-many';

export interface NewAppPasswordState {
  /** The name of the shared mailbox or machine that it is for; absent: the person's own mail. */
  readonly mailbox?: string;
  readonly offered: Offered;
  readonly chosen: Chosen;
  /** The mark of this form: see `form-mark.ts`. */
  readonly mark: string;
  readonly error?: NewAppPasswordError;
}

export function newAppPasswordView(frame: PortalFrame, state: NewAppPasswordState): Html {
  const { appPassword: texts, connections } = frame.texts.portal;
  const { mailbox, error } = state;
  const title = mailbox === undefined ? texts.title : texts.titleFor(mailbox);
  return portalPage(frame, {
    title,
    place: 'connections',
    failed: error !== undefined,
    body: html`<h1>${title}</h1>
<p class="lead">${mailbox === undefined ? texts.lead : texts.leadFor}</p>
${form(
  frame,
  html`${formMarkField(state.mark)}
${notice(frame, error)}
${nameField(frame, state)}
${protocols(frame, state)}
${services(frame, state)}
${more(frame, state)}
${primaryButton('make', texts.make)}
<div class="other-ways"><a href="/account/connections">${connections.back}</a></div>`,
)}`,
  });
}

/** What is not about one field. */
function notice(frame: PortalFrame, error: NewAppPasswordState['error']): Renderable {
  const texts = frame.texts.portal.appPassword;
  const sentences: Partial<Record<NewAppPasswordError, string>> = {
    'no-protocol': texts.noProtocol,
    'no-service': texts.noService,
    'too-many': texts.tooMany,
  };
  const sentence = error && sentences[error];
  return sentence && errorNotice(sentence);
}

function nameField(frame: PortalFrame, { chosen, error }: NewAppPasswordState): Html {
  const { appPassword: texts, factor } = frame.texts.portal;
  const sentence = { name: factor.nameMalformed, 'name-too-long': factor.nameTooLong }[String(error)];
  return field({
    name: 'name',
    label: texts.name,
    hint: texts.nameHint,
    autocomplete: 'off',
    value: chosen.name,
    noticed: error === 'too-many',
    autofocus: sentence !== undefined || (error === undefined && chosen.name === ''),
    ...(sentence === undefined ? {} : { error: sentence }),
  });
}

function protocols(frame: PortalFrame, { offered, chosen, error }: NewAppPasswordState): Html {
  const texts = frame.texts.portal.appPassword;
  const words: Readonly<Record<string, string>> = texts.protocols;
  return html`<fieldset>
<legend>${texts.protocolsLegend}</legend>
<div>${offered.protocols.map((protocol) =>
    checkbox({
      name: protocolBox(protocol),
      label: words[protocol] ?? protocol,
      checked: chosen.protocols.includes(protocol),
      wrong: error === 'no-protocol',
    }),
  )}</div>
</fieldset>`;
}

function services(frame: PortalFrame, { offered, chosen, error }: NewAppPasswordState): Renderable {
  return (
    offered.services.length > 1 &&
    html`<fieldset>
<legend>${frame.texts.portal.appPassword.servicesLegend}</legend>
<div>${offered.services.map(({ name, label }) =>
      checkbox({
        name: serviceBox(name),
        label,
        checked: chosen.services.includes(name),
        wrong: error === 'no-service',
      }),
    )}</div>
</fieldset>`
  );
}

function more(frame: PortalFrame, { chosen, error }: NewAppPasswordState): Html {
  const texts = frame.texts.portal.appPassword;
  const isWrong = error === 'networks';
  const isOpen = isWrong || chosen.days > 0 || chosen.networks !== '';
  const sayLife = (days: number): string =>
    days === 0 ? texts.forever : sayDays(frame.texts.language, days);
  const content = html`<summary>${texts.more}</summary>
<fieldset>
<legend>${texts.expiresLegend}</legend>
<div>${lives.map((days) =>
    checkbox({
      type: 'radio',
      name: 'expires',
      id: `expires-${days}`,
      value: String(days),
      label: sayLife(days),
      checked: chosen.days === days,
    }),
  )}</div>
</fieldset>
${field({
  name: 'networks',
  label: texts.networks,
  hint: texts.networksHint,
  optional: texts.optional,
  autocomplete: 'off',
  value: chosen.networks,
  autofocus: isWrong,
  ...(isWrong ? { error: texts.networksMalformed } : {}),
})}`;
  return isOpen
    ? html`<details class="more" open>${content}</details>`
    : html`<details class="more">${content}</details>`;
}

/** Whoever came in by a recovery code replaces the lost app before anything else. */
export function recoveredView(frame: PortalFrame): Html {
  const { appPassword, overview, back } = frame.texts.portal;
  return portalPage(frame, {
    title: appPassword.recovered.title,
    place: 'connections',
    body: html`<h1>${appPassword.recovered.title}</h1>
<p>${appPassword.recovered.text}</p>
<p><a class="button primary" href="/account/enrol">${overview.addAnother}</a></p>
<p class="other-ways"><a href="/account">${back}</a></p>`,
  });
}
