// The new app password in groups of four, with what else a mail program asks for.

import type { MailProtocol, MailServer, MailServers } from '../../mail-access/mail-servers.ts';
import { attributes, type Html, html, type Renderable } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { form, primaryButton } from '../../views/parts/form.ts';

export interface MadeState {
  readonly name: string;
  /** In groups, joined by hyphens. */
  readonly password: string;
  /** The name that mail servers know. */
  readonly user: string;
  readonly servers: MailServers;
  /** It can be given out as a profile for Apple's devices. */
  readonly hasProfile: boolean;
}

export function madeView(frame: PortalFrame, state: MadeState): Html {
  const { made: texts } = frame.texts.portal.appPassword;
  const title = texts.title(state.name);
  const { copy, copied } = frame.texts.recoveryCodes;
  const tools = attributes({ 'data-copy-from': 'app-password', 'data-copy': copy, 'data-copied': copied });
  return portalPage(frame, {
    title,
    place: 'connections',
    body: html`<h1>${title}</h1>
<p class="lead">${texts.lead}</p>
<ul class="codes app-password" id="app-password">
<li><code>${state.password}</code></li>
</ul>
<div class="tools"${tools}></div>
${settings(frame, state)}
${form(
  frame,
  html`${primaryButton('keep', texts.keep)}
${state.hasProfile && profile(frame)}`,
)}`,
  });
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
function profile(frame: PortalFrame): Renderable {
  const { made: texts } = frame.texts.portal.appPassword;
  const button = attributes({ class: 'secondary', name: 'action', value: 'profile', 'data-download': true });
  return html`<h2>${texts.apple}</h2>
<p class="hint">${texts.appleHint}</p>
<button${button}>${texts.load}</button>`;
}
