// What can read the mail, as cards: what was used last comes first, each leads to the page that ends it.

import { type Connection, hasEnded, isExpired } from '../../mail-access/connections.ts';
import { type Html, html, type Renderable } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { exactMoment, moment } from '../../views/parts/moment.ts';
import { type LinkRow, linkRows } from '../../views/parts/row-list.ts';
import { supportContact } from '../../views/parts/support.ts';
import { icons, kindOf, nameOf } from './words.ts';

export interface MailboxState {
  readonly id: string;
  readonly username: string;
  readonly connections: readonly Connection[];
}

export interface ConnectionsState {
  readonly now: number;
  readonly own: MailboxState;
  /** Shared mailboxes and machines of this person. */
  readonly owned: readonly MailboxState[];
  /** Open connections are closed as well. */
  readonly endsAtOnce: boolean;
}

export function connectionsView(frame: PortalFrame, state: ConnectionsState): Html {
  const { connections: texts, back } = frame.texts.portal;
  const { own, owned, now } = state;
  const mail = { ...own, connections: own.connections.filter(({ readsNoMail }) => readsNoMail !== true) };
  const apps = { ...own, connections: own.connections.filter(({ readsNoMail }) => readsNoMail === true) };
  const isEmpty = mail.connections.length === 0;
  return portalPage(frame, {
    title: texts.title,
    place: 'connections',
    body: html`<h1>${texts.title}</h1>
<p class="lead">${isEmpty ? texts.empty : texts.lead}</p>
${!isEmpty && rows(frame, mail, now)}
<p><a class="button primary" href="/account/app-passwords/new">${texts.make}</a></p>
${owned.map((mailbox) => ownedPart(frame, mailbox, now))}
${!(isEmpty && owned.length === 0) && reach(frame, state)}
${apps.connections.length > 0 && html`<h2>${texts.appsTitle}</h2>\n<p class="hint">${texts.appsLead}</p>\n${rows(frame, apps, now)}`}
<p class="other-ways"><a href="/account">${back}</a></p>`,
  });
}

function ownedPart(frame: PortalFrame, mailbox: MailboxState, now: number): Html {
  const texts = frame.texts.portal.connections;
  const { id, username, connections } = mailbox;
  return html`<h2>${texts.ownedTitle(username)}</h2>
${connections.length === 0 ? html`<p class="hint">${texts.ownedEmpty}</p>` : rows(frame, mailbox, now)}
<p class="other-ways"><a href="/account/app-passwords/new/${id}">${texts.makeFor(username)}</a></p>
`;
}

function rows(frame: PortalFrame, mailbox: MailboxState, now: number): Html {
  const { connections } = mailbox;
  const isTwin = ({ kind, name }: Connection): boolean =>
    connections.filter((other) => other.kind === kind && other.name === name).length > 1;
  return linkRows(
    connections.map((one) =>
      toRow(frame, mailbox, one, { now, twin: isTwin(one) && origin(frame, one, now) }),
    ),
  );
}

function toRow(
  frame: PortalFrame,
  { id }: MailboxState,
  connection: Connection,
  { now, twin }: { readonly now: number; readonly twin: Renderable },
): LinkRow {
  const texts = frame.texts.portal.connections;
  const kind = kindOf(connection);
  const facts: Renderable[] = [
    texts.kinds[kind],
    connection.limits?.setBy === 'admin' && texts.byAdmin,
    lastUse(frame, connection, now),
    twin,
  ].filter((fact) => fact !== false);
  return {
    href: `/account/connections/${id}/${connection.id}`,
    icon: icons[kind],
    title: html`${nameOf(frame.texts, connection)}${marks(frame, connection, now)}`,
    fact: facts.map((fact, index) => html`${index > 0 && ' · '}${fact}`),
  };
}

/** What tells it from another of its name. */
function origin(frame: PortalFrame, { createdAt, program }: Connection, now: number): Renderable {
  const texts = frame.texts.portal.connections;
  const { browser, byCode } = program?.allowed ?? {};
  const how = byCode === true ? texts.byCode : browser !== undefined && texts.allowedIn(browser);
  return texts.since(exactMoment(frame.texts, createdAt, now), how !== false && `, ${how}`);
}

function lastUse(frame: PortalFrame, connection: Connection, now: number): Renderable {
  const texts = frame.texts.portal.connections;
  const { lastUsedAt, lastAddress, service, protocol } = connection;
  if (lastUsedAt === undefined) {
    return texts.notUsed;
  }
  const place = [service, protocol].filter((part) => part !== undefined).join(', ');
  const from = lastAddress !== undefined && texts.usedFrom(lastAddress);
  return html`${texts.used(moment(frame.texts, lastUsedAt, now), from)}${place !== '' && ` (${place})`}`;
}

function marks(frame: PortalFrame, connection: Connection, now: number): Renderable {
  const texts = frame.texts.portal.connections;
  return [
    connection.isUnverified === true && texts.unverified,
    connection.doesNotRotate === true && texts.fixed,
    isExpired(connection, now) && texts.expired,
    hasEnded(connection) && texts.ended,
  ].map((word) => word !== false && html` <span class="tag">${word}</span>`);
}

/** How long an open connection may last. */
function reach(frame: PortalFrame, { endsAtOnce }: Pick<ConnectionsState, 'endsAtOnce'>): Html {
  const texts = frame.texts.portal.connections;
  return html`<p class="hint">${endsAtOnce ? texts.endsAtOnce : texts.endsLater(supportContact(frame))}</p>`;
}
