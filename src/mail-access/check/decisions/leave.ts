// What a text that is no app password may open, by the policy of the service and what the account has: a pure function.

import { type Account, findPassword, hasSecondFactor } from '../../../accounts/account.ts';
import type { MailServicePolicy } from '../../../oidc/clients/client-document.ts';
import { isAdministrator } from '../memory/fingerprint.ts';

export type Leave =
  /** Password and code together: two factors. */
  | { readonly kind: 'code'; readonly password: string; readonly code: string }
  /** The password alone. */
  | { readonly kind: 'plain'; readonly password: string }
  /** Nothing, even if it is the password. */
  | { readonly kind: 'nothing'; readonly password: string | undefined };

export interface LeaveQuestion {
  readonly policy: Pick<MailServicePolicy, 'concatenated' | 'plain'>;
  readonly account: Account | undefined;
  /** Undefined: no text. */
  readonly text: string | undefined;
  /** How many digits the codes of the account's active factors have. */
  readonly codeLengths: ReadonlySet<number>;
}

export function leaveFor({ policy, account, text, codeLengths }: LeaveQuestion): Leave {
  if (text === undefined || account === undefined || !mayUsePassword(account)) {
    return { kind: 'nothing', password: text };
  }
  if (hasSecondFactor(account)) {
    const split = policy.concatenated === 'off' ? undefined : splitCode(text, codeLengths);
    return split ? { kind: 'code', ...split } : { kind: 'nothing', password: text };
  }
  return { kind: policy.plain === 'without-factor' ? 'plain' : 'nothing', password: text };
}

/** Passwords of administrators are never for a mail server to see, and a temporary one opens nothing but its own replacement. */
function mayUsePassword(account: Account): boolean {
  return account.kind === 'person' && !isAdministrator(account) && !findPassword(account)?.temporary;
}

/** At the last `$`: a password may hold one itself. */
function splitCode(
  text: string,
  lengths: ReadonlySet<number>,
): { readonly password: string; readonly code: string } | undefined {
  const at = text.lastIndexOf('$');
  const code = text.slice(at + 1);
  const isCode = at >= 0 && lengths.has(code.length) && /^[0-9]+$/.test(code);
  return isCode ? { password: text.slice(0, at), code } : undefined;
}
