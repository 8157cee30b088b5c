// What a form of the set-up is for: one that comes late, such as the second of a double click, never decides a later page.

import { type Html, html } from '../views/html.ts';
import type { SetupStage } from './setup-state.ts';

export const stageFieldName = 'stage';

export function stageField(stage: SetupStage): Html {
  return html`<input type="hidden" name="${stageFieldName}" value="${stage}">`;
}
