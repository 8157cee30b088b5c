// The step that ends a sign-in whose account must have a second factor and has none: says so, and whom to ask.

import { mustEnrolFirst } from '../flow.ts';
import { again, type Step } from '../step.ts';
import { enrolFirstView } from './view.ts';

export function createEnrolFirstStep(): Step {
  return {
    name: 'enrol-first',
    isNeeded: mustEnrolFirst,
    show: ({ frame }) => enrolFirstView(frame),
    decide: async ({ frame }) => again('enrol-first', enrolFirstView(frame)),
  };
}
