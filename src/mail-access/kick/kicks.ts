// Open connections of whoever lost their access: each mail server that can be told is told, by a queue that outlives every crash.

import type { Account } from '../../accounts/account.ts';
import { mailLogin } from '../../accounts/names.ts';
import type { MailLoginSettings } from '../../oidc/clients/mail-service-policy.ts';
import type { MailService, MailServices } from '../../oidc/clients/mail-services.ts';
import { createWaitingKicks, type WaitingKicks, type WaitingKicksParts } from './waiting-kicks.ts';

export interface Kicks {
  /**
   * After the write that ended something: durable when it resolves. All connections of the account are closed; programs that
   * still may come back by themselves.
   */
  ask(account: Account): Promise<void>;
  /** Whether every mail server of the account can be told. */
  reachesAll(account: Account): Promise<boolean>;
  /** Calls `listener` after every ask in this process. Answers the function that ends it. */
  onAsk(listener: () => void): () => void;
  /** For the delivery only. */
  readonly waiting: WaitingKicks;
}

export interface KicksParts extends WaitingKicksParts {
  readonly mailServices: Pick<MailServices, 'list' | 'guards' | 'findKickUrl'>;
  readonly settings: MailLoginSettings;
}

export function createKicks({ mailServices, settings, ...parts }: KicksParts): Kicks {
  const waiting = createWaitingKicks(parts);
  const listeners = new Set<() => void>();
  const guarding = async (account: Account): Promise<readonly MailService[]> =>
    (await mailServices.list()).filter((service) => mailServices.guards(service, account));
  const isReached = async ({ name }: MailService): Promise<boolean> =>
    (await mailServices.findKickUrl(name)) !== undefined;
  return {
    ask: async (account) => {
      const user = mailLogin(account, settings);
      for (const service of await guarding(account)) {
        if (await isReached(service)) {
          await waiting.add(service.name, user);
        }
      }
      for (const listener of listeners) {
        listener();
      }
    },
    reachesAll: async (account) =>
      (await Promise.all((await guarding(account)).map(isReached))).every((reached) => reached),
    onAsk: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    waiting,
  };
}
