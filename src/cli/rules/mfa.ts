// postern mfa: whether everyone must have a second factor, and from when on.

import type { Policy } from '../../accounts/rules/required-factor.ts';
import { formatDate } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import type { Option } from '../frame/options.ts';
import { UsageError } from '../frame/refusals.ts';
import { noteOpenConnections } from '../mail-services/open-connections.ts';

const date: Option<number | undefined> = {
  placeholder: 'DATE',
  meaning:
    'from when on, such as 2027-01-31 (its first moment, UTC) or 2027-01-31T08:00:00+01:00; at once unless given',
  read: (given, name) => {
    const text = given.at(-1);
    return text === undefined ? undefined : readDate(text, name);
  },
};

export const mfa = defineCommand({
  name: 'mfa',
  summary: 'Says whether everyone must have a second factor, or sets it',
  arguments: {
    policy: {
      placeholder: 'required|optional',
      isOptional: true,
      meaning: 'what holds from now on; without it, what holds now is told',
      read: (given) => {
        if (given !== undefined && given !== 'required' && given !== 'optional') {
          throw new UsageError('the first argument must be required or optional');
        }
        return given;
      },
    },
  },
  options: { from: date },
  run: async ({ arguments: { policy: chosen }, options: { from } }, { terminal, open }) => {
    if (from !== undefined && chosen !== 'required') {
      throw new UsageError('--from goes with required');
    }
    const parts = await open();
    const { accessRules, clock } = parts;
    if (chosen !== undefined) {
      await accessRules.setPolicy({ mfa: chosen, ...(from === undefined ? {} : { from }) });
    }
    if (chosen === 'required' && (from ?? 0) <= clock.now()) {
      await noteOpenConnections(parts, terminal);
    }
    const policy = await accessRules.policy();
    const past =
      from === undefined || from > clock.now()
        ? ''
        : ` The date ${formatDate(from)} is past: it holds from now.`;
    return { json: toPolicyJson(policy), text: `${describe(policy, clock.now())}${past}` };
  },
});

function toPolicyJson({ mfa: rule, from, exemptRoles }: Policy) {
  const date = from === undefined ? null : new Date(from).toISOString();
  return { mfa: rule, from: date, exempt_roles: exemptRoles };
}

function describe({ mfa: rule, from = 0, exemptRoles }: Policy, now: number): string {
  if (rule === 'optional') {
    return 'A second factor is optional.';
  }
  const but = exemptRoles.length === 0 ? '' : ` (not of: ${exemptRoles.join(', ')})`;
  if (from > now) {
    return `A second factor is required of everyone${but} from ${formatDate(from)} on.`;
  }
  return `A second factor is required of everyone${but}.`;
}

/** A day, or a moment with its zone (RFC 3339): a time without one would mean another moment on every machine. */
function readDate(text: string, name: string): number {
  const isDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const milliseconds = isDate ? Date.parse(text) : Number.NaN;
  // `2027-02-30` would be read as another day.
  const isReal = new Date(`${text.slice(0, 10)}T00:00Z`).getUTCDate() === Number(text.slice(8, 10));
  if (Number.isNaN(milliseconds) || milliseconds < 0 || !isReal) {
    throw new UsageError(`${name} must be a date such as 2027-01-31, or a time with its zone`);
  }
  return milliseconds;
}
