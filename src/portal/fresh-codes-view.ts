// New recovery codes, shown until their owner says that they are kept.

import { type Html, html } from '../views/html.ts';
import { type PortalFrame, portalPage } from '../views/layout.ts';
import { form, primaryButton } from '../views/parts/form.ts';
import { recoveryCodeList } from '../views/parts/recovery-code-list.ts';

export interface FreshCodesState {
  /** `enrolled`: they came with the first app. `renewed`: they take the place of others. */
  readonly why: 'enrolled' | 'renewed';
  readonly codes: readonly string[];
}

export function freshCodesView(frame: PortalFrame, { why, codes }: FreshCodesState): Html {
  const { portal, recoveryCodes } = frame.texts;
  const title = why === 'enrolled' ? portal.enrol.codesTitle : portal.recoveryCodes.freshTitle;
  return portalPage(frame, {
    title,
    place: why === 'enrolled' ? 'overview' : 'recoveryCodes',
    body: html`<h1>${title}</h1>
<p class="lead">${recoveryCodes.lead}</p>
${recoveryCodeList(frame, codes, frame.username)}
${form(frame, primaryButton('keep', portal.enrol.kept))}`,
  });
}
