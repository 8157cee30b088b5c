// Many factors at once, such as a box of hardware tokens: every row is checked before the first is bound.

import type { Account, OtpauthSecret } from '../../account.ts';
import { AccountInputError } from '../../adding/account-input-error.ts';
import type { Directory } from '../../directory.ts';
import type { LeaveRefusal } from '../../enrolment/leave.ts';
import { OtpauthUrlError } from '../app/otpauth-url.ts';
import { type BindRefusal, bindFactor, type FactorsParts, findRefusal } from './bind-factor.ts';
import { toImportedFactor } from './new-factor.ts';

export interface FactorRow {
  /** Where it stands in the file, from 1. */
  readonly line: number;
  /** Any of the account's names, in any spelling. */
  readonly username: string;
  readonly url: string;
  /** Seconds since 1970 as text; empty: not given. */
  readonly t0: string;
}

export interface RowProblem {
  readonly line: number;
  /** `username`, `url`, `t0`, or the name of a parameter of the URL. */
  readonly field: string;
  /** Why it is refused, as the end of a sentence. Never repeats a value. */
  readonly reason: string;
}

export interface ImportOutcome {
  /** How many rows are bound; how many would be, where nothing shall be written. */
  readonly imported: number;
  /** Where there are any, nothing was bound; except when an account changed while rows were being bound. */
  readonly problems: readonly RowProblem[];
}

export interface ImportParts extends FactorsParts {
  readonly directory: Pick<Directory, 'findByName'>;
}

interface CheckedRow {
  readonly line: number;
  readonly accountId: string;
  readonly factor: OtpauthSecret;
}

export async function importFactors(
  parts: ImportParts,
  rows: readonly FactorRow[],
  { dryRun }: { readonly dryRun: boolean },
): Promise<ImportOutcome> {
  const { checked, problems } = await checkRows(parts, rows);
  if (problems.length > 0 || dryRun) {
    return { imported: problems.length > 0 ? 0 : checked.length, problems };
  }
  const late: RowProblem[] = [];
  for (const { line, accountId, factor } of checked) {
    const bound = await bindFactor(parts, accountId, factor);
    if (bound.outcome !== 'bound') {
      late.push({ line, ...refusals[bound.outcome] });
    }
  }
  return { imported: checked.length - late.length, problems: late };
}

async function checkRows(parts: ImportParts, rows: readonly FactorRow[]) {
  const checked: CheckedRow[] = [];
  const problems: RowProblem[] = [];
  /** As each account will be with the rows before. */
  const drafts = new Map<string, Account>();
  for (const row of rows) {
    const { line } = row;
    const account = await parts.directory.findByName(row.username);
    const read = readRow(parts, row, account?.id ?? 'nobody');
    const draft = account && (drafts.get(account.id) ?? account);
    const refusal = draft ? read.factor && findRefusal(parts.sealer, draft, read.factor) : 'not-found';
    problems.push(...(refusal === undefined ? [] : [{ line, ...refusals[refusal] }]), ...read.problems);
    if (draft && read.factor && refusal === undefined) {
      drafts.set(draft.id, { ...draft, secrets: [...draft.secrets, read.factor] });
      checked.push({ line, accountId: draft.id, factor: read.factor });
    }
  }
  return { checked, problems };
}

interface ReadRow {
  readonly factor?: OtpauthSecret;
  /** Everything that is wrong with URL and T0, where there is no factor. */
  readonly problems: readonly RowProblem[];
}

function readRow(parts: ImportParts, { line, url, t0 }: FactorRow, accountId: string): ReadRow {
  try {
    const begin = t0 === '' ? {} : { t0: /^[0-9]{1,15}$/.test(t0) ? Number(t0) : Number.NaN };
    const factor = toImportedFactor(parts, accountId, { url, setBy: 'admin', ...begin });
    if (!factor) {
      throw new Error('a factor that needs no code was refused');
    }
    return { factor, problems: [] };
  } catch (error) {
    if (error instanceof OtpauthUrlError) {
      return { problems: error.problems.map((problem) => ({ line, ...problem })) };
    }
    if (error instanceof AccountInputError) {
      return { problems: [{ line, field: error.field, reason: error.reason }] };
    }
    throw error;
  }
}

const refusals: Readonly<Record<BindRefusal | LeaveRefusal | 'changed', Omit<RowProblem, 'line'>>> = {
  'not-found': { field: 'username', reason: 'belongs to no account' },
  'not-for-this-kind': { field: 'username', reason: 'is not the account of a person' },
  'too-many': { field: 'username', reason: 'would have more than five second factors' },
  changed: { field: 'username', reason: 'was changed at this moment' },
  'mail-needed': { field: 'username', reason: 'needs a mailed link or code for the first second factor' },
  'ticket-needed': { field: 'username', reason: 'needs a ticket for the first second factor' },
  duplicate: { field: 'url', reason: 'is a factor that the account has already' },
};
