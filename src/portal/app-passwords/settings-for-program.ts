// What a mail program asks for beside the password: servers, user name, address.

import type { Account } from '../../accounts/account.ts';
import { mailLogin } from '../../accounts/names.ts';
import { appleProfile } from '../../mail-access/apple-profile/apple-profile.ts';
import { createMailServers, type MailProtocol, type MailServers } from '../../mail-access/mail-servers.ts';
import { findMailboxAddress } from '../../mail-access/mailbox-address.ts';
import type { PortalFile, PortalParts } from '../page.ts';
import type { PendingAppPassword } from '../pending.ts';

export interface ProgramSettings {
  readonly user: string;
  /** Of the mailbox behind this door; absent: nobody knows it. */
  readonly address?: string;
  /** Only what the app password opens. */
  readonly servers: MailServers;
}

type SettingsParts = Pick<PortalParts, 'mailServices' | 'settings'>;
type Made = Pick<PendingAppPassword, 'protocols' | 'services'>;

const protocols: readonly MailProtocol[] = ['imap', 'pop3', 'smtp', 'sieve'];

export async function findProgramSettings(
  { mailServices, settings }: SettingsParts,
  account: Account,
  made: Made,
): Promise<ProgramSettings> {
  const isMeant = (name: string): boolean => made.services.length === 0 || made.services.includes(name);
  const own = async () =>
    (await mailServices.list()).filter(
      (service) => isMeant(service.name) && mailServices.guards(service, account),
    );
  const directory = createMailServers({ mailServices: { list: own }, settings });
  const address = findMailboxAddress(account, settings, await directory.listDomains());
  const found = await directory.find(address?.slice(address.lastIndexOf('@') + 1));
  const opened = protocols.filter((protocol) => made.protocols.includes(protocol));
  const servers = Object.fromEntries(
    opened.flatMap((protocol) => {
      const server = found?.servers[protocol];
      return server === undefined ? [] : [[protocol, server]];
    }),
  );
  return { user: mailLogin(account, settings), servers, ...(address === undefined ? {} : { address }) };
}

/** Undefined: it lacks a server to read from or one to send by, or nobody knows the address. */
export function makeProfile(
  { settings }: SettingsParts,
  account: Account,
  { user, address, servers }: ProgramSettings,
  { id, password, protocols: allowed }: PendingAppPassword,
): PortalFile | undefined {
  if (address === undefined) {
    return undefined;
  }
  return appleProfile({
    settings,
    account: { id: account.id, name: account.name, mailLogin: user, address },
    appPassword: { id, password, protocols: allowed },
    servers,
  });
}
