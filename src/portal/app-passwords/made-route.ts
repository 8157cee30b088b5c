// A new app password, shown until its owner says that it is entered, or ten minutes have passed; or given out as a profile, once.

import { listAppPasswords } from '../../accounts/account.ts';
import { isAppleDevice } from '../../base/browser-name.ts';
import type { GuardParts } from '../guard.ts';
import { findMailbox } from '../mailboxes.ts';
import type { Answer, PortalPage, PortalVisit } from '../page.ts';
import { checkFormMark, madeAddress } from './form-mark.ts';
import { madeView } from './made-view.ts';
import { findProgramSettings, makeProfile } from './settings-for-program.ts';

const list = '/account/connections';

export function createMadePage(parts: GuardParts): PortalPage {
  const { accounts, pending } = parts;
  const find = async (visit: PortalVisit, mark: string) => {
    const made = await pending.findAppPassword(visit.session, mark);
    if (made === undefined) {
      return undefined;
    }
    const { account } = await findMailbox(accounts, visit, made.accountId);
    // Something stopped before it was made, or it was taken away since.
    if (!listAppPasswords(account).some(({ id }) => id === made.id)) {
      return undefined;
    }
    const program = await findProgramSettings(parts, account, made);
    return { made, program, profile: makeProfile(parts, account, program, made) };
  };
  const findMark = async ({ ctx, session }: PortalVisit): Promise<string | undefined> =>
    checkFormMark(ctx.query.form) ?? (await pending.findNewestForm(session));
  return {
    path: '/account/app-passwords/made',
    query: ['form'],
    needs: () => 'session',
    show: async (visit) => {
      const mark = await findMark(visit);
      const found = mark === undefined ? undefined : await find(visit, mark);
      if (mark === undefined || found === undefined) {
        return { goTo: list };
      }
      if (visit.ctx.query.form !== mark) {
        return { goTo: madeAddress(mark) };
      }
      const { made, program, profile } = found;
      const { name, password } = made;
      const place = isAppleDevice(visit.ctx.get('user-agent')) ? 'here' : 'elsewhere';
      const state = { name, password, ...program, profile: profile === undefined ? 'none' : place } as const;
      return { page: madeView(visit.frame, state) };
    },
    decide: async (visit, form): Promise<Answer> => {
      const mark = checkFormMark(visit.ctx.query.form);
      if (mark === undefined) {
        return { goTo: list };
      }
      const found = await find(visit, mark);
      const action = form.get('action');
      if (action === 'profile') {
        // Forgotten with this answer: it is given out once.
        const isFirst =
          found?.profile !== undefined && (await pending.forgetAppPassword(visit.session, mark)).isFirst;
        return isFirst && found.profile !== undefined
          ? { file: found.profile }
          : { goTo: list, done: 'profile-given-out' };
      }
      if (action === 'keep') {
        const { isForEnrolment } = await pending.forgetAppPassword(visit.session, mark);
        return { goTo: isForEnrolment ? '/account/enrol' : list, done: 'app-password-kept' };
      }
      return { goTo: madeAddress(mark) };
    },
  };
}
