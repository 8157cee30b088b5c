// What a person is connected to: programs, web applications, app passwords and leases in one list, each ended alone.

import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { AppPasswordDetails } from '../accounts/app-passwords/app-passwords.ts';
import { isExpired as isAppPasswordExpired } from '../accounts/app-passwords/limits.ts';
import type { Actor } from '../accounts/origin.ts';
import type { Clients } from '../oidc/clients/clients.ts';
import type { Device, Devices } from '../oidc/devices.ts';
import type { Lease, Leases } from './check/leases.ts';
import type { Kicks } from './kick/kicks.ts';

export interface Connection {
  /** `program`: it signed in by a browser and has a token. `lease`: a `password$code` that works on from its address. */
  readonly kind: 'program' | 'app-password' | 'lease';
  readonly id: string;
  /** Of a lease: its mail service. */
  readonly name: string;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
  /** An app password may have expired already. */
  readonly expiresAt?: number;
  readonly lastUsedAt?: number;
  /** Of a web application: where the person sat who signed in to it last. */
  readonly lastAddress?: string;
  /** The mail service where it was last used, by name. */
  readonly service?: string;
  /** For what it was last used there, such as `imap`. */
  readonly protocol?: string;
  readonly factor: 1 | 2;
  /** A program that runs on a server, such as web mail: one for all browsers. */
  readonly isWeb?: true;
  /** It was granted nothing that opens a mailbox: a web application that somebody signed in to. */
  readonly readsNoMail?: true;
  /** The program registered itself: nobody has looked at it. */
  readonly isUnverified?: true;
  /** Its refresh token stays the same for all its life: whoever copies it has it for as long. */
  readonly doesNotRotate?: true;
  /** Only of a program. */
  readonly program?: Pick<Device, 'clientId' | 'address' | 'userAgent' | 'allowed'>;
  /** Only of an app password: what it is good for. */
  readonly limits?: Pick<AppPasswordDetails, 'protocols' | 'services' | 'networks' | 'setBy' | 'maker'>;
}

export interface Connections {
  /** What was used or made last comes first. */
  list(account: Account): Promise<readonly Connection[]>;
  /** False when the account has no such connection. Refused from the next check or introspection on; open connections are closed. */
  end(accountId: string, id: string, actor?: Actor): Promise<boolean>;
  /** Tells how many. */
  endAll(accountId: string, actor?: Actor): Promise<number>;
  /**
   * Behind a write that ended all access of the account, as disabling does: nothing is listed any more, and open connections
   * are closed, also of mailboxes that this person made app passwords for. `account`: as it was before, with its names. Tells how many devices there were.
   */
  followEnd(account: Account): Promise<number>;
}

export interface ConnectionsParts {
  readonly accounts: Pick<Accounts, 'findById' | 'listMadeFor' | 'appPasswords'>;
  readonly devices: Devices;
  readonly leases: Leases;
  readonly clients: Pick<Clients, 'find'>;
  readonly kicks: Pick<Kicks, 'ask'>;
}

export function createConnections(parts: ConnectionsParts): Connections {
  const { accounts, devices, leases, kicks } = parts;
  const endOne = async (accountId: string, id: string, actor?: Actor): Promise<boolean> =>
    (await devices.end(accountId, id)) ||
    (await leases.end(accountId, id)) ||
    (await accounts.appPasswords.remove(accountId, id, actor)) === 'removed';
  const kick = async (accountId: string): Promise<void> => {
    const account = await accounts.findById(accountId);
    if (account !== undefined) {
      await kicks.ask(account);
    }
  };
  return {
    list: async (account) => {
      const listed = await Promise.all([
        listPrograms(parts, account),
        accounts.appPasswords.list(account.id).then((found) => (found ?? []).map(ofAppPassword)),
        leases.list(account).then((found) => found.map(ofLease)),
      ]);
      return listed.flat().sort((one, other) => timeOf(other) - timeOf(one));
    },
    end: async (accountId, id, actor) => {
      const ended = await endOne(accountId, id, actor);
      if (ended) {
        await kick(accountId);
      }
      return ended;
    },
    endAll: async (accountId, actor) => {
      let ended = (await devices.endAll(accountId)) + (await leases.endAll(accountId));
      for (const { id } of (await accounts.appPasswords.list(accountId)) ?? []) {
        ended += (await accounts.appPasswords.remove(accountId, id, actor)) === 'removed' ? 1 : 0;
      }
      await kick(accountId);
      return ended;
    },
    followEnd: async (account) => {
      const ended = await devices.endAll(account.id);
      await leases.endAll(account.id);
      await kicks.ask(account);
      for (const mailbox of await accounts.listMadeFor(account.id)) {
        await kicks.ask(mailbox);
      }
      return ended;
    },
  };
}

/** Whether this opens the mailbox at this moment: not an app password that is over, nor an application without leave for mail. */
export function canReadMail(connection: Connection, now: number): boolean {
  return connection.readsNoMail !== true && !isExpired(connection, now) && !hasEnded(connection);
}

/** Only an app password stays on the list when its time is over. */
export function isExpired(connection: Connection, now: number): boolean {
  return connection.kind === 'app-password' && isAppPasswordExpired(connection, now);
}

/** Whoever made it for this mailbox has no access any more: it is on the list, and refused. */
export function hasEnded({ limits }: Connection): boolean {
  return limits?.maker?.hasAccess === false;
}

const timeOf = ({ lastUsedAt, createdAt }: Connection): number => lastUsedAt ?? createdAt;

async function listPrograms(
  { devices, clients }: ConnectionsParts,
  account: Account,
): Promise<readonly Connection[]> {
  const found = await devices.list(account.id);
  return Promise.all(
    found.map(async (device) => {
      const client = await clients.find(device.clientId);
      return client?.application_type === 'web'
        ? ofWebApplication(device, await devices.findBrowserAddress(device.id))
        : ofDevice(device);
    }),
  );
}

function ofDevice({ accountId: _, clientId, address, userAgent, allowed, ...device }: Device): Connection {
  const program = { clientId, address, userAgent, ...(allowed && { allowed }) };
  return { kind: 'program', ...device, program };
}

/** Its own server asks for tokens: that address tells a person nothing. */
function ofWebApplication(device: Device, browser: string | undefined): Connection {
  return { ...ofDevice(device), isWeb: true, ...(browser === undefined ? {} : { lastAddress: browser }) };
}

function ofAppPassword(given: AppPasswordDetails): Connection {
  const { id, name, createdAt, expiresAt, lastUsedAt, lastAddress, lastService, lastProtocol } = given;
  const { protocols, services, networks, setBy, maker } = given;
  return {
    kind: 'app-password',
    id,
    name,
    createdAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    ...(lastAddress === undefined ? {} : { lastAddress }),
    ...(lastService === undefined ? {} : { service: lastService }),
    ...(lastProtocol === undefined ? {} : { protocol: lastProtocol }),
    factor: 2,
    limits: { protocols, services, networks, setBy, ...(maker && { maker }) },
  };
}

/** It was used when it was made: the code opened a connection. */
function ofLease({ id, service, address, lastProtocol, ...lease }: Lease): Connection {
  const { createdAt, expiresAt, lastUsedAt = createdAt, lastAddress = address } = lease;
  return {
    kind: 'lease',
    id,
    name: service,
    createdAt,
    expiresAt,
    lastUsedAt,
    lastAddress,
    service,
    ...(lastProtocol === undefined ? {} : { protocol: lastProtocol }),
    factor: 2,
  };
}
