// What was connected before there was a second step: found for the page, and ended once there is one.

import { hasSecondFactor } from '../../accounts/account.ts';
import type { FormFields } from '../../http/form.ts';
import type { GuardParts } from '../guard.ts';
import type { PortalVisit } from '../page.ts';
import { type ConnectedBefore, keepBox, shownField } from './connected-before-view.ts';

type BeforeParts = Pick<GuardParts, 'connections' | 'kicks' | 'passwordUses' | 'clock' | 'originOf'>;

const lately = 30 * 86_400_000;

/** `form`: what was typed before. Undefined: another factor is active already, and nothing ends. */
export async function findConnectedBefore(
  { connections, passwordUses, clock }: BeforeParts,
  { account }: PortalVisit,
  form?: FormFields,
): Promise<ConnectedBefore | undefined> {
  if (hasSecondFactor(account)) {
    return undefined;
  }
  const now = clock.now();
  const found = await connections.list(account);
  const passwordUse = await passwordUses.find(account.id);
  return {
    now,
    programs: found.filter(({ kind, factor }) => kind === 'program' && factor === 1),
    ...(passwordUse !== undefined && now - passwordUse.at <= lately ? { passwordUse } : {}),
    appPasswords: found
      .filter(({ kind }) => kind === 'app-password')
      .map(({ id, name }) => ({ id, name, isKept: form === undefined || !isUnticked(form, id) })),
  };
}

/**
 * Behind the write that bound the first factor: grants that were made with one are dead by it, and now they are not listed any
 * more either; app passwords stay unless they were unticked. Tells how many programs ended.
 */
export async function endConnectedBefore(
  { connections, kicks, originOf }: BeforeParts,
  { account, ctx }: PortalVisit,
  form: FormFields,
): Promise<number> {
  const actor = { by: 'owner', from: originOf(ctx) } as const;
  const found = await connections.list(account);
  const weak = found.filter(({ kind, factor }) => kind === 'program' && factor === 1);
  const unticked = hasSecondFactor(account)
    ? []
    : found.filter(({ kind, id }) => kind === 'app-password' && isUnticked(form, id));
  for (const { id } of [...weak, ...unticked]) {
    await connections.end(account.id, id, actor);
  }
  if (!hasSecondFactor(account)) {
    // Also what has the password alone, and no grant.
    await kicks.ask(account);
  }
  return weak.length;
}

/** It stood on the page, and its box came back empty. */
function isUnticked(form: FormFields, id: string): boolean {
  return form.get(shownField).split(' ').includes(id) && form.get(keepBox(id)) !== 'yes';
}
