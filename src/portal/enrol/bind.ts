// The new app becomes the account's by a right code: one write, behind which this browser alone goes on.

import { hasSecondFactor, listUnusedRecoveryCodes } from '../../accounts/account.ts';
import { AccountInputError } from '../../accounts/adding/account-input-error.ts';
import type { Leave } from '../../accounts/enrolment/leave.ts';
import { readCode } from '../../accounts/second-factor/app/totp.ts';
import type { FormFields } from '../../http/form.ts';
import { isRecovered } from '../../oidc/proof/factor.ts';
import type { Html } from '../../views/html.ts';
import { qrSvg } from '../../views/qr-code.ts';
import { carryOn } from '../carry-on.ts';
import { freshCodesView } from '../fresh-codes-view.ts';
import { type Answer, again, type PortalVisit } from '../page.ts';
import type { EnrolledWord, PendingCodes, PendingSecret } from '../pending.ts';
import { endConnectedBefore, findConnectedBefore } from './connected-before.ts';
import { type SecretState, secretView } from './secret-view.ts';
import type { EnrolParts } from './stage.ts';
import { fullView } from './views.ts';

interface Binding {
  readonly form: FormFields;
  readonly secret: PendingSecret;
}

export async function bind(parts: EnrolParts, visit: PortalVisit, binding: Binding): Promise<Answer> {
  const { accounts, links, pending } = parts;
  const { ctx, frame, session } = visit;
  if (readCode(binding.form.get('code')) === undefined) {
    const state = { name: nameOf(binding), error: 'malformed' } as const;
    return again('malformed', await drawSecret(parts, visit, binding, state));
  }
  const added = await add(parts, visit, binding);
  if (added instanceof AccountInputError) {
    const nameError = added.problem === 'too-long' ? 'too-long' : 'malformed';
    return again(nameError, await drawSecret(parts, visit, binding, { name: nameOf(binding), nameError }));
  }
  if (added.outcome === 'added') {
    const answer = await goOn(parts, visit, binding, added);
    links.forget(ctx);
    // Last: whatever fails before leaves everything in its place.
    await pending.forgetSecret(session, binding.secret);
    return answer;
  }
  if (added.outcome === 'wrong-code') {
    const { url, t0 } = binding.secret;
    const ignores = accounts.factors.fitsUsualSettingsOnly(url, t0, binding.form.get('code'));
    const error = ignores ? 'app-ignores-settings' : 'wrong-code';
    return again(error, await drawSecret(parts, visit, binding, { name: nameOf(binding), error }));
  }
  // Somebody was faster, or the leave for it has ended: the way is judged anew.
  await pending.forgetSecret(session, binding.secret);
  return added.outcome === 'too-many' ? { page: fullView(frame), status: 403 } : { goTo: '/account/enrol' };
}

async function add(
  { accounts, originOf, pending }: EnrolParts,
  { account, ctx, session }: PortalVisit,
  binding: Binding,
) {
  const { url, t0, recoveryCodes, stamps } = binding.secret;
  const name = nameOf(binding);
  if (listUnusedRecoveryCodes(account).length === 0) {
    // Before they count, so that nothing that fails behind the binding can lose them.
    await pending.keepCodes(session, 'enrolled', { codes: recoveryCodes });
  }
  try {
    return await accounts.factors.add(account.id, url, {
      t0,
      recoveryCodes,
      stamps,
      code: binding.form.get('code'),
      setBy: 'owner',
      leave: leaveOf(binding.secret),
      from: originOf(ctx),
      ...(name === '' ? {} : { name }),
    });
  } catch (error) {
    if (error instanceof AccountInputError && error.field === 'name') {
      return error;
    }
    throw error;
  }
}

function leaveOf({ ticketId, address }: PendingSecret): Leave {
  if (ticketId !== undefined) {
    return { by: 'ticket', ticketId };
  }
  return address === undefined ? 'none' : { by: 'link', address };
}

interface Added {
  readonly recoveryCodes: readonly string[];
  readonly stamps: string;
}

const nameOf = ({ form }: Pick<Binding, 'form'>): string => form.get('name').trim();

/** Password and code were both just given. Where a recovery code had begun the session, it stays one that only mends things. */
async function goOn(
  parts: EnrolParts,
  visit: PortalVisit,
  { form }: Binding,
  { recoveryCodes: codes, stamps }: Added,
): Promise<Answer> {
  const { amr } = visit.session;
  const proven = { factor: 2, amr: isRecovered(amr) ? amr : ['pwd', 'otp', 'mfa'] } as const;
  const carried = await carryOn(parts, visit, stamps, proven);
  await proveBrowser(parts, visit);
  const ended = await endConnectedBefore(parts, visit, form);
  const shown: PendingCodes = { codes, done: doneWord(visit, ended > 0) };
  if (codes.length === 0) {
    return { goTo: '/account/enrol/done', done: doneWord(visit, ended > 0) };
  }
  await parts.pending.keepCodes(carried ?? visit.session, 'enrolled', shown);
  // Where nobody goes on they are seen here, and later behind a complete sign-in.
  return carried === undefined
    ? { page: freshCodesView(visit.frame, { why: 'enrolled', codes }) }
    : { goTo: '/account/enrol' };
}

/** From now on its wrong codes count apart from those of strangers, as behind a sign-in with a code. */
async function proveBrowser(
  { accounts: { browsers }, originOf }: EnrolParts,
  { account, ctx }: PortalVisit,
): Promise<void> {
  const { browser: cookie } = originOf(ctx);
  if (await browsers.isKnown(account.id, cookie)) {
    await browsers.remember(account.id, { factor: 2, cookie });
  }
}

/** Another one takes nothing away: what was connected has two factors already. */
function doneWord({ account }: PortalVisit, hasDisconnected: boolean): EnrolledWord {
  if (hasSecondFactor(account)) {
    return 'enrolled-another';
  }
  return hasDisconnected ? 'enrolled-and-disconnected' : 'enrolled';
}

interface Shown {
  readonly secret: PendingSecret;
  /** What was typed before. */
  readonly form?: FormFields;
}

export async function drawSecret(
  parts: EnrolParts,
  visit: PortalVisit,
  { secret: { url }, form }: Shown,
  state: Pick<SecretState, 'error' | 'name' | 'nameError'> = {},
): Promise<Html> {
  const key = new URL(url).searchParams.get('secret') ?? '';
  const before = await findConnectedBefore(parts, visit, form);
  return secretView(visit.frame, {
    secretGroups: key.match(/.{1,4}/g) ?? [],
    otpauthUrl: url,
    qr: await qrSvg(url, visit.frame.texts.enrolment.qr),
    why: whyOf(visit),
    ...(before && { before }),
    ...state,
  });
}

function whyOf({ account, session }: PortalVisit): SecretState['why'] {
  if (isRecovered(session.amr)) {
    return 'lost';
  }
  return hasSecondFactor(account) ? 'another' : 'first';
}
