// Our codes by counter against a stranger: Debian's oathtool.

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { Secret } from 'otpauth';
import { beginAt, matchHotp } from '../../../src/accounts/second-factor/app/hotp.ts';
import { formatOtpauthUrl } from '../../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep } from '../../../src/accounts/second-factor/app/totp.ts';
import { requirePrograms } from '../../support/components.ts';
import { oathtoolCode } from '../../support/oathtool.ts';

const sets = 1000;

test(`${sets} random tokens agree with oathtool`, { skip: requirePrograms('oathtool') }, () => {
  for (let round = 0; round < sets; round += 1) {
    const counter = randomInt(2) === 0 ? randomInt(1000) : randomInt(2 ** 47);
    const parameters = {
      type: 'hotp',
      label: 'alice',
      secret: new Secret({ size: randomInt(16, 129) }).base32,
      // The only one that RFC 4226 and oathtool know for counters.
      algorithm: 'SHA1',
      digits: randomInt(6, 9),
      counter,
    } as const;
    const code = oathtoolCode(formatOtpauthUrl(parameters));
    const told = JSON.stringify({ ...parameters, code });
    assert.equal(codeOfStep(parameters, counter), code, told);
    assert.deepEqual(
      matchHotp(parameters, beginAt(counter), code),
      { outcome: 'right', step: counter },
      told,
    );
  }
});
