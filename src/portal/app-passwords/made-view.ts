// The new app password in groups of four, with what else a mail program asks for.

import type { MailProtocol, MailServer, MailServers } from '../../mail-access/mail-servers.ts';
import { attributes, type Html, html } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { form, primaryButton, quietButton } from '../../views/parts/form.ts';

export interface MadeState {
  readonly name: string;
  /** In groups, joined by hyphens. */
  readonly password: string;
  /** The name that mail servers know. */
  readonly user: string;
  readonly servers: MailServers;
  /** It can be given out as a profile for Apple's devices, and whether this is one of them. */
  readonly profile: 'none' | 'elsewhere' | 'here';
}

export function madeView(frame: PortalFrame, state: MadeState): Html {
  const { made: texts } = frame.texts.portal.appPassword;
  const title = texts.title(state.name);
  const show = state.profile === 'here' ? profileFirst : passwordFirst;
  return portalPage(frame, {
    title,
    place: 'connections',
    body: html`<h1>${title}</h1>\n${show(frame, state)}`,
  });
}

function passwordFirst(frame: PortalFrame, state: MadeState): Html {
  const { made: texts } = frame.texts.portal.appPassword;
  return html`<p class="lead">${texts.lead}</p>
${password(frame, state)}
${settings(frame, state)}
${form(
  frame,
  html`${primaryButton('keep', texts.keep)}
${state.profile === 'elsewhere' && html`<h2>${texts.apple}</h2>\n<p class="hint">${texts.appleHint}</p>\n${load(frame, 'secondary')}`}`,
)}`;
}

/** Nobody types on a telephone what one touch sets up. */
function profileFirst(frame: PortalFrame, state: MadeState): Html {
  const { made: texts } = frame.texts.portal.appPassword;
  return html`<p class="lead">${texts.appleLead}</p>
${form(
  frame,
  html`${load(frame, 'primary')}
<p class="hint">${texts.appleNext}</p>
<h2>${texts.orType}</h2>
<p class="hint">${texts.lead}</p>
${password(frame, state)}
${settings(frame, state)}
${quietButton('keep', texts.keepApple, 'secondary')}`,
)}`;
}

function password({ texts: { recoveryCodes } }: PortalFrame, state: MadeState): Html {
  const { copy, copied } = recoveryCodes;
  const tools = attributes({ 'data-copy-from': 'app-password', 'data-copy': copy, 'data-copied': copied });
  return html`<ul class="codes app-password" id="app-password">
<li><code>${state.password}</code></li>
</ul>
<div class="tools"${tools}></div>`;
}

function settings(frame: PortalFrame, { user, servers }: MadeState): Html {
  const { made: texts } = frame.texts.portal.appPassword;
  const rows = (Object.entries(servers) as [MailProtocol, MailServer][]).map(
    ([protocol, { host, port, tls }]) =>
      [texts[protocol], texts.server(html`<code>${host}</code>`, port, texts.tls[tls])] as const,
  );
  return html`<h2>${texts.settings}</h2>
<dl class="facts stacked">
<dt>${texts.user}</dt><dd><code>${user}</code></dd>
<dt>${texts.password}</dt><dd>${texts.thisOne}</dd>
${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}
</dl>`;
}

/** The page stays open behind the download: the other button must still work. */
function load(frame: PortalFrame, className: 'primary' | 'secondary'): Html {
  const { made: texts } = frame.texts.portal.appPassword;
  const button = attributes({ class: className, name: 'action', value: 'profile', 'data-download': true });
  return html`<button${button}>${texts.load}</button>`;
}
