// One thing that can read the mail, or an app that cannot: what is known of it, what to think of it, and the button that ends it.

import { type Connection, hasEnded, isExpired } from '../../mail-access/connections.ts';
import { type Html, html, type Renderable } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { form, primaryButton } from '../../views/parts/form.ts';
import { exactMoment, moment } from '../../views/parts/moment.ts';
import { warningNotice } from '../../views/parts/notice.ts';
import { supportContact } from '../../views/parts/support.ts';
import { kindOf, nameOf } from './words.ts';

export interface ConnectionState {
  readonly now: number;
  readonly connection: Connection;
  /** The name of the shared mailbox or machine that it reads; absent: the person's own mail. */
  readonly mailbox?: string;
  readonly endsAtOnce: boolean;
}

export function connectionView(frame: PortalFrame, state: ConnectionState): Html {
  const { connections: texts } = frame.texts.portal;
  const { connection, mailbox } = state;
  const name = nameOf(frame.texts, connection);
  return portalPage(frame, {
    title: name,
    place: 'connections',
    body: html`<h1>${name}</h1>
${mailbox !== undefined && html`<p class="lead">${texts.ownedTitle(mailbox)}</p>`}
<dl class="facts">
${listFacts(frame, state).map(([fact, value]) => html`<dt>${fact}</dt><dd>${value}</dd>\n`)}
</dl>
${form(
  frame,
  html`${listNotes(frame, connection).map((note) => warningNotice(note))}
<p class="hint">${sayEnding(frame, state)}</p>
${primaryButton('end', texts.end[kindOf(connection)])}
<div class="other-ways"><a href="/account/connections">${texts.back}</a></div>`,
)}`,
  });
}

function sayEnding(frame: PortalFrame, { connection, endsAtOnce }: ConnectionState): Renderable {
  const { connections: texts } = frame.texts.portal;
  if (connection.readsNoMail === true) {
    return texts.appEnds;
  }
  return endsAtOnce ? texts.endsAtOnce : texts.endsLater(supportContact(frame));
}

type Fact = readonly [string, Renderable];

function listFacts(frame: PortalFrame, { connection, now }: ConnectionState): readonly Fact[] {
  const { facts: texts, kinds } = frame.texts.portal.connections;
  const { createdAt, lastUsedAt, lastAddress, service, protocol, program } = connection;
  const when = (at: number): Html => moment(frame.texts, at, now);
  return [
    [texts.kind, kinds[kindOf(connection)]],
    [texts.since, exactMoment(frame.texts, createdAt, now)],
    ...optional(texts.allowed, sayAllowed(frame, program?.allowed)),
    ...optional(texts.from, isNews(connection) && program?.address),
    [texts.lastUsed, lastUsedAt === undefined ? texts.never : when(lastUsedAt)],
    ...optional(texts.from, lastUsedAt !== undefined && lastAddress),
    ...optional(texts.where, service && (protocol === undefined ? service : texts.at(service, protocol))),
    ...optional(texts.may, connection.readsNoMail === true && texts.noMail),
    ...listLimits(frame, connection),
    [texts.until, sayEnd(frame, connection, now)],
  ];
}

/** From where it was connected, where that is nowhere else on the page. */
function isNews({ program, lastAddress }: Connection): boolean {
  return program !== undefined && ![lastAddress, program.allowed?.address].includes(program.address);
}

type Allowed = NonNullable<Connection['program']>['allowed'];

function sayAllowed(frame: PortalFrame, allowed: Allowed): Renderable {
  const { facts: texts } = frame.texts.portal.connections;
  if (allowed === undefined) {
    return undefined;
  }
  const { browser, address, byCode } = allowed;
  const from = html`<span class="whole">${address}</span>`;
  const where = browser === undefined ? texts.allowedFrom(from) : texts.allowedIn(browser, from);
  return byCode === true ? texts.allowedByCode(where) : where;
}

function listLimits(frame: PortalFrame, { limits }: Connection): readonly Fact[] {
  const { connections, appPassword } = frame.texts.portal;
  const { facts: texts } = connections;
  if (limits === undefined) {
    return [];
  }
  const words: Readonly<Record<string, string>> = appPassword.protocols;
  const may = limits.protocols.map((protocol) => words[protocol] ?? protocol);
  return [
    [texts.may, may.length === 0 ? texts.everything : may.join(', ')],
    ...optional(texts.services, limits.services.join(', ')),
    ...optional(texts.networks, limits.networks.join(', ')),
    ...optional(texts.madeBy, sayMaker(frame, limits)),
  ];
}

function sayMaker(frame: PortalFrame, limits: NonNullable<Connection['limits']>): Renderable {
  const { administrator, deletedAccount } = frame.texts.portal.connections.facts;
  const { maker, setBy } = limits;
  return maker === undefined ? setBy === 'admin' && administrator : (maker.username ?? deletedAccount);
}

function optional(name: string, value: Renderable): readonly Fact[] {
  return value === undefined || value === false || value === '' ? [] : [[name, value]];
}

function sayEnd(frame: PortalFrame, connection: Connection, now: number): Renderable {
  const { facts, expired } = frame.texts.portal.connections;
  const { expiresAt } = connection;
  if (hasEnded(connection)) {
    return facts.endedWithMaker;
  }
  if (expiresAt === undefined) {
    return facts.removed;
  }
  const when = moment(frame.texts, expiresAt, now);
  return isExpired(connection, now) ? html`${when} (${expired})` : when;
}

function listNotes(frame: PortalFrame, connection: Connection): readonly string[] {
  const { about } = frame.texts.portal.connections;
  const { kind, isUnverified, doesNotRotate, factor } = connection;
  return [
    ...(isUnverified === true ? [about.unverified] : []),
    ...(doesNotRotate === true ? [about.fixed] : []),
    ...(kind === 'program' && factor === 1 ? [about.password] : []),
    ...(kind === 'lease' ? [about.lease] : []),
  ];
}
