// The step for somebody without the device: it explains the ways in, and leads on to the one that begins here.

import { connectsProgram } from '../../src/oidc/interaction.ts';
import { needsSecondFactor } from '../flow.ts';
import { again, type Step, type StepParts, type Visit } from '../step.ts';
import { lostDeviceView } from './view.ts';

export function createLostDeviceStep({ settings }: StepParts): Step {
  const show = ({ frame, pathOf, interaction }: Visit) =>
    lostDeviceView(frame, {
      codeHref: pathOf('totp'),
      accountAddress: `${settings.issuer}/account`,
      connects: connectsProgram(interaction),
    });
  return {
    name: 'lost-device',
    isNeeded: needsSecondFactor,
    show,
    decide: async (visit) =>
      connectsProgram(visit.interaction)
        ? again('connects-nothing', show(visit))
        : { turnTo: 'recovery-code' },
  };
}
