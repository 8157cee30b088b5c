// postern otp status: the second factors of an account, without their secrets.

import { listUnusedRecoveryCodes } from '../../accounts/account.ts';
import type { FactorDetails } from '../../accounts/second-factor/factor-details.ts';
import { getAccount, noAccount, user } from '../accounts/find-account.ts';
import { formatDate, formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';

export const otpStatus = defineCommand({
  name: 'otp status',
  summary: 'Lists the second factors of an account',
  arguments: { user },
  options: {},
  run: async (input, { open }) => {
    const { accounts } = await open();
    const account = await getAccount(accounts, input.arguments.user);
    const factors = await accounts.factors.list(account.id);
    if (factors === undefined) {
      throw noAccount(input.arguments.user);
    }
    const codesLeft = listUnusedRecoveryCodes(account).length;
    return {
      json: { factors: factors.map(toFactorJson), recovery_codes: codesLeft },
      text:
        factors.length === 0
          ? `No second factor. Make one: postern otp enrol ${account.username}`
          : `${describe(factors)}\n\n${codesLeft} unused recovery codes`,
    };
  },
});

function toFactorJson(factor: FactorDetails) {
  const { id, type, state, confirmed, label, algorithm, digits, setBy } = factor;
  return {
    id,
    kind: type,
    state,
    confirmed,
    label,
    algorithm,
    digits,
    ...(factor.type === 'totp' ? { period: factor.period, t0: factor.t0 } : { counter: factor.counter }),
    set_by: setBy,
    created_at: new Date(factor.createdAt).toISOString(),
  };
}

function describeCodes(factor: FactorDetails): string {
  const moving = factor.type === 'totp' ? `${factor.period} s` : 'by counter';
  return `${factor.algorithm}, ${factor.digits} digits, ${moving}`;
}

function describe(factors: readonly FactorDetails[]): string {
  const rows = factors.map((factor) => [
    factor.label,
    describeCodes(factor),
    factor.confirmed ? factor.state : `${factor.state}, never used`,
    formatDate(factor.createdAt),
    factor.id,
  ]);
  return formatTable(['LABEL', 'CODES', 'STATE', 'CREATED', 'ID'], rows);
}
