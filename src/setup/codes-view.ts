// Set-up, third page: the recovery codes, shown once.

import { type Html, html } from '../views/html.ts';
import { type PageFrame, page } from '../views/layout.ts';
import { form, primaryButton } from '../views/parts/form.ts';
import { recoveryCodeList } from '../views/parts/recovery-code-list.ts';
import { setupHeading } from './heading-view.ts';
import { stageField } from './stage-field.ts';

export interface SetupCodes {
  /** Groups joined by hyphens. */
  readonly codes: readonly string[];
  /** Stands on the print-out. */
  readonly username?: string;
}

export function setupCodesView(frame: PageFrame, { codes, username }: SetupCodes): Html {
  const { recoveryCodes, setup } = frame.texts;
  return page(frame, {
    title: setup.codes.title,
    body: html`${setupHeading(frame, 3, setup.codes.title, recoveryCodes.lead)}
${recoveryCodeList(frame, codes, username)}
${form(
  frame,
  html`${stageField('codes')}
${primaryButton('continue', setup.codes.done)}`,
)}`,
  });
}
