// The first page of the account: who, whether the second step is on, and the ways on.

import type { FactorDetails } from '../../accounts/second-factor/factor-details.ts';
import { type Html, html, type Renderable } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { icon } from '../../views/parts/icon.ts';
import { moment } from '../../views/parts/moment.ts';
import { warningNotice } from '../../views/parts/notice.ts';
import { type LinkRow, linkRows } from '../../views/parts/row-list.ts';
import { factorLabel } from '../../views/texts/factor-label.ts';

export interface OverviewState {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The name of the person, where it is known. */
  readonly name?: string;
  readonly factors: readonly FactorDetails[];
  /** Those of them whose device may be lost. */
  readonly lost?: readonly Pick<FactorDetails, 'id' | 'label'>[];
  /** Absent: no codes without a second step. */
  readonly recoveryCodes?: { readonly left: number; readonly used: boolean };
  /** New ones that nobody has kept yet. */
  readonly hasWaitingCodes?: boolean;
  /** How many things can read the mail. */
  readonly connections: number;
  /** How many applications somebody signed in to that cannot. */
  readonly apps?: number;
  readonly trustedBrowsers: number;
  /** From when on the second step is needed that is not there yet; milliseconds since 1970. */
  readonly neededFrom?: number;
  readonly password?: { readonly at: number; readonly byAdmin: boolean };
}

/** The last ones warn. */
const fewCodes = 3;

export function overviewView(frame: PortalFrame, state: OverviewState): Html {
  const texts = frame.texts.portal.overview;
  const isOn = state.factors.some((factor) => factor.state === 'active');
  return portalPage(frame, {
    title: texts.title,
    place: 'overview',
    body: html`<h1>${state.name ?? texts.title}</h1>
<p class="lead">${texts.signedInAs(html`<b>${frame.username}</b>`)}</p>
${(state.lost ?? []).map((factor) => lostNotice(frame, factor))}
${codesNotice(frame, state)}
<h2>${texts.secondStep}</h2>
<p class="${isOn ? 'state on' : 'state off'}">${icon(isOn ? 'check' : 'alert')}<span>${isOn ? texts.on : texts.off}</span></p>
${isOn || state.neededFrom === undefined ? undefined : warningNotice(texts.neededFrom(state.neededFrom))}
${isOn ? undefined : html`<p class="hint">${texts.offHelp}</p>\n<p><a class="button primary" href="/account/enrol">${texts.add}</a></p>`}
${state.factors.length > 0 && linkRows([...state.factors.map((factor) => factorRow(frame, factor, state.now)), ...(isOn ? [anotherRow(frame)] : [])])}
<h2>${texts.mail}</h2>
${linkRows(mailRows(frame, state))}
<h2>${texts.more}</h2>
${linkRows(waysOn(frame, state))}`,
  });
}

/** Whoever has the lost device has its codes. */
function lostNotice(frame: PortalFrame, { id, label }: Pick<FactorDetails, 'id' | 'label'>): Html {
  const texts = frame.texts.portal.overview;
  const name = factorLabel(frame.texts, label);
  return warningNotice(
    html`${texts.maybeLost(name)} <a href="/account/factors/${id}/remove">${texts.removeLost(name)}</a>`,
  );
}

function codesNotice(frame: PortalFrame, { recoveryCodes, hasWaitingCodes }: OverviewState): Renderable {
  const texts = frame.texts.portal.overview;
  if (hasWaitingCodes === true) {
    return warningNotice(
      html`${texts.codesWaiting} <a href="/account/recovery-codes">${texts.codesShow}</a>`,
    );
  }
  if (recoveryCodes === undefined || (recoveryCodes.left > fewCodes && !recoveryCodes.used)) {
    return undefined;
  }
  const { left } = recoveryCodes;
  const said = left > fewCodes ? texts.codesUsed : texts.codesFew(left);
  return warningNotice(html`${said} <a href="/account/recovery-codes">${texts.codesRenew}</a>`);
}

function factorRow(frame: PortalFrame, factor: FactorDetails, now: number): LinkRow {
  const texts = frame.texts.portal.factor;
  const kind = factor.type === 'totp' ? texts.app : texts.token;
  const when = moment(frame.texts, factor.createdAt, now);
  const added = factor.setBy === 'owner' ? texts.addedByYou(kind, when) : texts.addedByAdmin(kind, when);
  return {
    href: `/account/factors/${factor.id}`,
    icon: factor.type === 'totp' ? 'phone' : 'key',
    title: factorLabel(frame.texts, factor.label),
    fact: factor.confirmed ? added : html`${added} · ${texts.unused}`,
  };
}

function anotherRow(frame: PortalFrame): LinkRow {
  const texts = frame.texts.portal.overview;
  return { href: '/account/enrol', icon: 'plus', title: texts.addAnother, fact: texts.addAnotherHint };
}

function mailRows(frame: PortalFrame, { connections: count, apps = 0 }: OverviewState): readonly LinkRow[] {
  const { overview: texts, connections } = frame.texts.portal;
  return [
    {
      href: '/account/connections',
      icon: 'mail',
      title: connections.title,
      fact: [texts.connections(count), apps > 0 && texts.apps(apps)]
        .filter((part) => part !== false)
        .join(' · '),
    },
    {
      href: '/account/app-passwords/new',
      icon: 'plus',
      title: connections.make,
      fact: texts.appPasswordHint,
    },
  ];
}

function waysOn(frame: PortalFrame, state: OverviewState): readonly LinkRow[] {
  const { overview: texts, nav } = frame.texts.portal;
  const { password, recoveryCodes, now } = state;
  const when = password && moment(frame.texts, password.at, now);
  const codes: LinkRow[] =
    recoveryCodes === undefined
      ? []
      : [
          {
            href: '/account/recovery-codes',
            icon: 'codes',
            title: frame.texts.portal.recoveryCodes.title,
            fact: texts.codesLeft(recoveryCodes.left),
          },
          {
            href: '/account/trusted-browsers',
            icon: 'browser',
            title: frame.texts.portal.browsers.title,
            fact: texts.browsersCount(state.trustedBrowsers),
          },
        ];
  return [
    ...codes,
    {
      href: '/account/password',
      icon: 'key',
      title: nav.password,
      ...(when && { fact: password.byAdmin ? texts.passwordGiven(when) : texts.passwordSince(when) }),
    },
    {
      href: '/account/lost-device',
      icon: 'alert',
      title: texts.lostDevice,
      fact: texts.lostDeviceHint,
    },
  ];
}
