// A new app password, shown until its owner says that it is entered, or ten minutes have passed; or given out as a profile, once.

import { isAppleDevice } from '../../base/browser-name.ts';
import type { GuardParts } from '../guard.ts';
import { findMailbox } from '../mailboxes.ts';
import type { Answer, PortalPage, PortalVisit } from '../page.ts';
import { madeView } from './made-view.ts';
import { findProgramSettings, makeProfile } from './settings-for-program.ts';

const list = '/account/connections';

export function createMadePage(parts: GuardParts): PortalPage {
  const { accounts, pending } = parts;
  const find = async (visit: PortalVisit) => {
    const made = await pending.findAppPassword(visit.session);
    if (made === undefined) {
      return undefined;
    }
    const { account } = await findMailbox(accounts, visit, made.accountId);
    const program = await findProgramSettings(parts, account, made);
    return { made, program, profile: makeProfile(parts, account, program, made) };
  };
  return {
    path: '/account/app-passwords/made',
    needs: () => 'session',
    show: async (visit) => {
      const found = await find(visit);
      if (found === undefined) {
        return { goTo: list };
      }
      const { made, program, profile } = found;
      const { name, password } = made;
      const place = isAppleDevice(visit.ctx.get('user-agent')) ? 'here' : 'elsewhere';
      const state = { name, password, ...program, profile: profile === undefined ? 'none' : place } as const;
      return { page: madeView(visit.frame, state) };
    },
    decide: async (visit, form): Promise<Answer> => {
      const found = await find(visit);
      const action = form.get('action');
      if (action === 'profile') {
        // Forgotten with this answer: it is given out once.
        const isFirst = found?.profile !== undefined && (await pending.forgetAppPassword(visit.session));
        return isFirst && found.profile !== undefined
          ? { file: found.profile }
          : { goTo: list, done: 'profile-given-out' };
      }
      if (action === 'keep') {
        await pending.forgetAppPassword(visit.session);
        const isForEnrolment = found?.made.isForEnrolment === true;
        return { goTo: isForEnrolment ? '/account/enrol' : list, done: 'app-password-kept' };
      }
      return { goTo: '/account/app-passwords/made' };
    },
  };
}
