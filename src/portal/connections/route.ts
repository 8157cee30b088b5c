// What can read the person's mail, and the mail of the mailboxes they own. Ending something needs only a session.

import type { Connection } from '../../mail-access/connections.ts';
import type { GuardParts } from '../guard.ts';
import { findMailbox } from '../mailboxes.ts';
import type { PortalPage, PortalVisit } from '../page.ts';
import { connectionView } from './connection-view.ts';
import { connectionsView } from './view.ts';

const list = '/account/connections';

export function createConnectionsPage({ accounts, connections, kicks, clock }: GuardParts): PortalPage {
  return {
    path: list,
    needs: () => 'session',
    show: async ({ account, frame }) => {
      const owned = await accounts.listOwned(account.id);
      const [own, ...others] = await Promise.all(
        [account, ...owned].map(async (mailbox) => ({
          id: mailbox.id,
          username: mailbox.username,
          connections: await connections.list(mailbox),
        })),
      );
      const reached = await Promise.all([account, ...owned].map((mailbox) => kicks.reachesAll(mailbox)));
      const endsAtOnce = reached.every((reaches) => reaches);
      return {
        page: connectionsView(frame, {
          now: clock.now(),
          own: own ?? { id: account.id, username: account.username, connections: [] },
          owned: others,
          endsAtOnce,
        }),
      };
    },
  };
}

/** One of them: all that is known of it, and the button that ends it. */
export function createConnectionPage(parts: GuardParts): PortalPage {
  const { accounts, connections, kicks, clock, originOf } = parts;
  const find = async (visit: PortalVisit) => {
    const { accountId = '', id = '' } = visit.ctx.params as { accountId?: string; id?: string };
    const mailbox = await findMailbox(accounts, visit, accountId);
    const found = await connections.list(mailbox.account);
    return { mailbox, connection: found.find((one) => one.id === id) };
  };
  return {
    path: `${list}/:accountId/:id`,
    needs: () => 'session',
    show: async (visit) => {
      const { mailbox, connection } = await find(visit);
      if (connection === undefined) {
        // It was ended already, in another window or by time.
        return { goTo: list };
      }
      return {
        page: connectionView(visit.frame, {
          now: clock.now(),
          connection,
          ...(mailbox.isOwn ? {} : { mailbox: mailbox.account.username }),
          endsAtOnce: await kicks.reachesAll(mailbox.account),
        }),
      };
    },
    decide: async (visit, form) => {
      const { mailbox, connection } = await find(visit);
      if (connection === undefined || form.get('action') !== 'end') {
        return { goTo: list };
      }
      const actor = { by: 'owner', person: visit.account, from: originOf(visit.ctx) } as const;
      const ended = await connections.end(mailbox.account.id, connection.id, actor);
      return ended ? { goTo: list, done: doneWord(connection) } : { goTo: list };
    },
  };
}

function doneWord({ kind, readsNoMail }: Connection) {
  if (readsNoMail === true) {
    return 'app-ended';
  }
  return kind === 'app-password' ? 'app-password-removed' : 'disconnected';
}
