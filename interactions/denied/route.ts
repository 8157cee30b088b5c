// The step that nobody passes: a rule forbids this sign-in. Shown only behind the password, and the only place that tells.

import { isDenied } from '../flow.ts';
import { again, type Step } from '../step.ts';
import { deniedView } from './view.ts';

export function createDeniedStep(): Step {
  return {
    name: 'denied',
    isNeeded: isDenied,
    show: ({ frame }) => deniedView(frame),
    decide: async ({ frame }) => again('denied', deniedView(frame)),
  };
}
