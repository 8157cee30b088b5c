// What may read a person's mail: one device for each authorization of a program, listed and ended alone.

import type { Clock } from '../base/clock.ts';
import type { Collection, Store, StoredDocument } from '../store/store.ts';
import { update, updateOrInsert } from '../store/update.ts';
import type { Factor } from './proof/factor.ts';
import { endRecord } from './records/endable-records.ts';
import type { RecordDocument } from './records/record.ts';

/** Its id is that of the grant behind it. */
export interface DeviceDocument extends StoredDocument {
  readonly accountId: string;
  readonly clientId: string;
  /** The client's name at the time it was connected. */
  readonly name: string;
  /** From where its code was redeemed. */
  readonly address: string;
  readonly userAgent: string;
  /** What the sign-in proved whose code was redeemed last. */
  readonly factor: Factor;
  /** Its refresh token stays the same for all its life: whoever copies it has it for as long. */
  readonly doesNotRotate?: true;
  /** The program registered itself: nobody has looked at it. */
  readonly isUnverified?: true;
  /** Nothing that it was granted opens a mailbox. Devices of before do not say: they may. */
  readonly readsNoMail?: true;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
}

/** Longer than any device lives: refresh tokens end after 400 days. */
const useKeptMs = 500 * 24 * 60 * 60 * 1000;
/** A code that was redeemed at its last moment leads to a device a little later. */
const redeemedWithinMs = 60_000;

/** Keys of `lastUses`, beside that of the device itself: the browser in which a web application was allowed, how a program was, and mail. */
const browserOf = (grantId: string): string => `${grantId}.browser`;
const allowedOf = (grantId: string): string => `${grantId}.allowed`;
const mailOf = (grantId: string): string => `${grantId}.mail`;

export interface LastUse extends StoredDocument {
  readonly at: number;
  readonly address: string;
}

/** How a person allowed a program. */
export interface Allowed {
  /** Of the browser where that was. */
  readonly address: string;
  /** As `nameBrowser` calls it. */
  readonly browser?: string;
  /** The program showed a code, which was typed in that browser. */
  readonly byCode?: true;
}

export interface Device extends Omit<DeviceDocument, 'revision' | 'spentAt'> {
  /** When it last got tokens or opened mail, and from which address. */
  readonly lastUsedAt?: number;
  readonly lastAddress?: string;
  /** Of a program on somebody's own device. */
  readonly allowed?: Allowed;
}

export interface Devices {
  /** The newest first. */
  list(accountId: string): Promise<readonly Device[]>;
  /** The accounts that this client is connected to. */
  listOwners(clientId: string): Promise<readonly string[]>;
  /** Called when a code is redeemed. The second redemption of a web client's grant changes its end, its factor, and whether it reads mail. */
  connect(device: Omit<DeviceDocument, 'revision' | 'createdAt'>): Promise<void>;
  /** Notes that tokens were issued. */
  noteUse(grantId: string, address: string): Promise<void>;
  /** Notes what a mail server told of a login. It is shown to people and decides nothing: another server is not believed. */
  noteMail(grantId: string, address: string): Promise<void>;
  /**
   * Notes where the person sat who signed in to a web application: from then on its own server asks. `codeSeconds`: so long the code
   * may be redeemed, and nothing is kept for longer until it was.
   */
  noteBrowser(grantId: string, address: string, codeSeconds: number): Promise<void>;
  /** Notes how a person allowed a program, as `noteBrowser` does. It is shown to people and decides nothing. */
  noteAllowed(grantId: string, allowed: Allowed, codeSeconds: number): Promise<void>;
  /** When tokens were last issued to it. */
  findLastUse(grantId: string): Promise<LastUse | undefined>;
  /** For which address tokens were last issued. */
  findLastAddress(grantId: string): Promise<string | undefined>;
  findBrowserAddress(grantId: string): Promise<string | undefined>;
  /** False when the account has no such device. Its tokens are dead when this resolves. */
  end(accountId: string, id: string): Promise<boolean>;
  /** Tells how many. */
  endAll(accountId: string): Promise<number>;
  /** Ends a grant, whoever it belongs to, and all that came of it. */
  endGrant(grantId: string): Promise<void>;
}

export function createDevices({ store, clock }: { store: Store; clock: Clock }): Devices {
  const devices: Collection<DeviceDocument> = store.collection('devices');
  const lastUses: Collection<LastUse & Allowed> = store.collection('lastUses');
  const records: Collection<RecordDocument> = store.collection('records');
  const families = store.collection('refreshFamilies');

  const endGrant = async (grantId: string): Promise<void> => {
    // The grant first: without it no token of it is active, whatever happens to the rest.
    await endRecord('Grant', grantId, { records, clock });
    await Promise.all([families.removeBy('grantId', grantId), records.removeBy('grantId', grantId)]);
    await Promise.all([
      devices.remove(grantId),
      lastUses.remove(grantId),
      lastUses.remove(browserOf(grantId)),
      lastUses.remove(allowedOf(grantId)),
      lastUses.remove(mailOf(grantId)),
    ]);
  };
  const note = (id: string, address: string): Promise<void> => {
    const at = clock.now();
    return lastUses.put({ id, at, address, expiresAt: at + useKeptMs });
  };
  const keep = (id: string) =>
    update(lastUses, id, (current) => ({
      next: { ...current, expiresAt: clock.now() + useKeptMs },
      result: undefined,
    }));
  /** The note first, then the device is looked for; `connect` does it the other way round. */
  const noteAuthorization = async (
    grantId: string,
    { id, ...noted }: Allowed & { readonly id: string },
    codeSeconds: number,
  ): Promise<void> => {
    const at = clock.now();
    const until = at + codeSeconds * 1000 + redeemedWithinMs;
    await updateOrInsert(lastUses, id, (before) => ({
      next: { id, at, ...noted, expiresAt: Math.max(until, before?.expiresAt ?? 0) },
      result: undefined,
    }));
    if ((await devices.find(grantId)) !== undefined) {
      await keep(id);
    }
  };
  const findAddress = async (id: string): Promise<string | undefined> => (await lastUses.find(id))?.address;
  return {
    list: async (accountId) => {
      const found = await devices.findBy('accountId', accountId);
      const listed = await Promise.all(
        found.map(async (document) => {
          const { id } = document;
          const [allowed, ...uses] = await Promise.all([allowedOf(id), id, mailOf(id)].map(lastUses.find));
          return { ...toDevice(document, uses), ...(allowed && { allowed: toAllowed(allowed) }) };
        }),
      );
      return listed.sort((one, other) => other.createdAt - one.createdAt);
    },
    listOwners: async (clientId) => [
      ...new Set((await devices.findBy('clientId', clientId)).map(({ accountId }) => accountId)),
    ],
    connect: async (device) => {
      if ((await devices.insert({ ...device, createdAt: clock.now() })) === 'taken') {
        // A web client's grant was renewed: it is listed for as long as it lives.
        await update(devices, device.id, ({ readsNoMail: _, ...current }) => ({
          next: { ...current, factor: device.factor, ...pickRenewed(device) },
          result: undefined,
        }));
      }
      await Promise.all([browserOf(device.id), allowedOf(device.id)].map(keep));
    },
    noteUse: note,
    noteMail: (grantId, address) => note(mailOf(grantId), address),
    noteBrowser: (grantId, address, codeSeconds) =>
      noteAuthorization(grantId, { id: browserOf(grantId), address }, codeSeconds),
    noteAllowed: (grantId, allowed, codeSeconds) =>
      noteAuthorization(grantId, { id: allowedOf(grantId), ...allowed }, codeSeconds),
    findLastUse: (grantId) => lastUses.find(grantId),
    findLastAddress: findAddress,
    findBrowserAddress: (grantId) => findAddress(browserOf(grantId)),
    end: async (accountId, id) => {
      const device = await devices.find(id);
      if (device?.accountId !== accountId) {
        return false;
      }
      await endGrant(id);
      return true;
    },
    endAll: async (accountId) => {
      const found = await devices.findBy('accountId', accountId);
      await Promise.all(found.map(({ id }) => endGrant(id)));
      return found.length;
    },
    endGrant,
  };
}

function toDevice(
  { revision, spentAt, ...device }: DeviceDocument,
  uses: readonly (LastUse | undefined)[],
): Device {
  const [last] = uses.filter((use) => use !== undefined).sort((one, other) => other.at - one.at);
  return last === undefined ? device : { ...device, lastUsedAt: last.at, lastAddress: last.address };
}

function toAllowed({ address, browser, byCode }: Allowed): Allowed {
  return { address, ...(browser === undefined ? {} : { browser }), ...(byCode && { byCode }) };
}

type Renewed = Pick<DeviceDocument, 'expiresAt' | 'readsNoMail'>;

function pickRenewed({ expiresAt, readsNoMail }: Renewed): Renewed {
  return { ...(expiresAt === undefined ? {} : { expiresAt }), ...(readsNoMail && { readsNoMail }) };
}
