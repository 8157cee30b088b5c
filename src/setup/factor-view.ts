// Set-up, second page: the authenticator app of the super administrator.

import { type Html, html } from '../views/html.ts';
import { type PageFrame, page } from '../views/layout.ts';
import { type Enrolment, enrolmentForm } from '../views/parts/enrolment-form.ts';
import { setupHeading } from './heading-view.ts';
import { stageField } from './stage-field.ts';

export function setupFactorView(frame: PageFrame, enrolment: Enrolment): Html {
  const texts = frame.texts.setup.factor;
  return page(frame, {
    title: texts.title,
    failed: enrolment.error !== undefined,
    wide: true,
    body: html`${setupHeading(frame, 2, texts.title, texts.lead)}
${enrolmentForm(frame, { ...enrolment, hidden: stageField('factor') })}`,
  });
}
