// Our codes against a stranger: Debian's oathtool.

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { Secret } from 'otpauth';
import { formatOtpauthUrl, otpAlgorithms } from '../../../src/accounts/second-factor/app/otpauth-url.ts';
import { matchTotp } from '../../../src/accounts/second-factor/app/totp.ts';
import { requirePrograms } from '../../support/components.ts';
import { oathtoolCode } from '../../support/oathtool.ts';

const sets = 1000;

test(`${sets} random parameter sets agree with oathtool`, { skip: requirePrograms('oathtool') }, () => {
  for (let round = 0; round < sets; round += 1) {
    const t0 = randomInt(2) === 0 ? 0 : randomInt(1_000_000_000);
    const now = (t0 + randomInt(1, 3_000_000_000)) * 1000;
    const parameters = {
      type: 'totp',
      label: 'alice',
      secret: new Secret({ size: randomInt(16, 129) }).base32,
      algorithm: otpAlgorithms[randomInt(otpAlgorithms.length)] ?? 'SHA1',
      digits: randomInt(6, 9),
      period: randomInt(15, 121),
    } as const;
    const code = oathtoolCode(formatOtpauthUrl(parameters), { atMs: now, t0Seconds: t0 });
    const { outcome } = matchTotp(parameters, { t0, drift: 0 }, { code, now, window: 0 });
    assert.equal(outcome, 'right', JSON.stringify({ ...parameters, t0, now, code }));
  }
});
