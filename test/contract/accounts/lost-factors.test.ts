// Which second factors may be lost, against both stores: asked about until one is taken away, or a code of it is right.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLostFactors } from '../../../src/accounts/recovery/lost-factors.ts';
import { readOtpauthUrl } from '../../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep, stepAt } from '../../../src/accounts/second-factor/app/totp.ts';
import { openTestAccounts } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';

const stranger = { address: '192.0.2.1' };
const minute = 60_000;
const tokenUrl = `otpauth://hotp/Hardware:token?secret=${'A'.repeat(32)}&counter=5&digits=8`;

forEachStore((_engine, openTestStore) => {
  test('who adds another one behind a recovery code is asked about the one of before, and not earlier', async () => {
    const { lost, add, recover } = await openWithPhone(openTestStore);
    await add('Tablet');
    assert.deepEqual(await lost(), []);
    await recover();
    assert.deepEqual(await lost(), []);
    await add('New phone');
    assert.deepEqual(await lost(), ['Phone', 'Tablet']);
  });

  test('other recovery codes change nothing about that, nor does another use of one', async () => {
    const { accounts, id, lost, add, recover } = await openWithPhone(openTestStore);
    await recover();
    await add('New phone');
    const renewed = await accounts.recoveryCodes.renew(id);
    assert.deepEqual(await lost(), ['Phone']);
    await recover(renewed.outcome === 'renewed' ? renewed.codes[0] : undefined);
    assert.deepEqual(await lost(), ['Phone']);
  });

  test('one whose code is right again is found, by time as by counter', async () => {
    const { accounts, id, lost, add, recover, codeNow, phoneUrl } = await openWithPhone(openTestStore);
    await accounts.factors.add(id, tokenUrl, { name: 'Token' });
    await recover();
    await add('New phone');
    assert.deepEqual(await lost(), ['Phone', 'Token']);
    const codeAt = (counter: number): string => codeOfStep(readOtpauthUrl(tokenUrl), counter);
    await accounts.verifyCode(id, codeAt(50), stranger);
    assert.deepEqual(await lost(), ['Phone', 'Token'], 'a code that is too far ahead is not right');
    assert.equal((await accounts.verifyCode(id, codeAt(6), stranger)).outcome, 'right');
    assert.deepEqual(await lost(), ['Phone']);
    assert.equal((await accounts.verifyCode(id, codeNow(phoneUrl), stranger)).outcome, 'right');
    assert.deepEqual(await lost(), []);
  });

  test('one that is taken away is not asked about any more', async () => {
    const { accounts, id, lost, add, recover } = await openWithPhone(openTestStore);
    await recover();
    await add('New phone');
    const [phone] = (await accounts.factors.list(id)) ?? [];
    await accounts.factors.remove(id, phone?.id ?? '');
    assert.deepEqual(await lost(), []);
  });
});

async function openWithPhone(openTestStore: OpenTestStore) {
  const { accounts, clock } = await openTestAccounts(openTestStore);
  const added = await accounts.add({ username: 'alice' });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const add = async (name: string) => {
    clock.advance(minute);
    const made = await accounts.factors.make(id, { name });
    return made.outcome === 'made' ? made : assert.fail();
  };
  const { url: phoneUrl, recoveryCodes } = await add('Phone');
  return {
    accounts,
    id,
    add,
    phoneUrl,
    codeNow: (url: string) => {
      const factor = readOtpauthUrl(url);
      assert.ok(factor.type === 'totp');
      return codeOfStep(factor, stepAt(clock.now(), 0, factor.period));
    },
    recover: async (code = recoveryCodes[0]) => {
      clock.advance(minute);
      assert.equal((await accounts.verifyRecoveryCode(id, code ?? '', stranger)).outcome, 'right');
    },
    lost: async () =>
      findLostFactors((await accounts.findById(id)) ?? assert.fail()).map(({ label }) => label),
  };
}
