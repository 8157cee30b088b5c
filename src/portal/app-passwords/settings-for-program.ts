// What a mail program asks for beside the password: servers, user name, address.

import type { Account } from '../../accounts/account.ts';
import { mailLogin } from '../../accounts/names.ts';
import { isMailAddress } from '../../base/mail-address.ts';
import { appleProfile } from '../../mail-access/apple-profile/apple-profile.ts';
import { createMailServers, type MailProtocol, type MailServers } from '../../mail-access/mail-servers.ts';
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
  const address = addressOf(account, settings, await directory.listDomains());
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

/**
 * The address of the mailbox behind this door. Where user names are those of mailboxes, and there is one domain, it is the name
 * at that domain: auto-configuration tells every mail program the same.
 */
function addressOf(
  account: Account,
  settings: SettingsParts['settings'],
  domains: readonly string[],
): string | undefined {
  const login = mailLogin(account, settings);
  const verified = account.emails.filter((email) => email.verified).map(({ address }) => address);
  const { mailDomains } = settings;
  const isBehind = (address: string): boolean =>
    mailDomains.length === 0 || mailDomains.includes(address.slice(address.lastIndexOf('@') + 1));
  const known = login.includes('@') ? login : verified.find(isBehind);
  const [domain, ...others] = domains;
  const isPlain = domain !== undefined && others.length === 0 && settings.mailLogin === 'username';
  const derived = isPlain ? `${login}@${domain}` : '';
  return known ?? (isMailAddress(derived) ? derived : undefined);
}
