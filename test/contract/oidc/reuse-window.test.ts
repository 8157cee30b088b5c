// How long a replaced refresh token is still answered: what each client is given for it, from 0 to 300 seconds.

import assert from 'node:assert/strict';
import { after, afterEach, mock, test } from 'node:test';
import { type ClientWorld, openClientWorld } from '../../support/client-world.ts';
import { forEachStore } from '../../support/engines.ts';

forEachStore((_engine, openStore) => {
  let opened: Promise<ClientWorld> | undefined;
  const open = (): Promise<ClientWorld> => {
    opened ??= openClientWorld(openStore);
    return opened;
  };
  after(async () => (await opened)?.close());
  afterEach(() => mock.timers.reset());

  for (const [graceSeconds, lasts] of [
    [undefined, 60],
    [5, 5],
    [300, 300],
  ] as const) {
    test(`a client with ${graceSeconds ?? 'no'} seconds of its own: ${lasts} s long, then the grant ends`, async () => {
      const world = await open();
      const id = `grace-${graceSeconds}`;
      await world.addClient({
        id,
        preset: 'native',
        ...(graceSeconds === undefined ? {} : { graceSeconds }),
      });
      const { refresh_token: first } = await world.connect(id);
      const now = Date.now();
      mock.timers.enable({ apis: ['Date'], now });
      const { refresh_token: second } = (await world.refresh(id, first)).body;
      mock.timers.setTime(now + lasts * 1000 - 1);
      const repeat = await world.refresh(id, first);
      assert.deepEqual([repeat.status, repeat.body.refresh_token], [200, second]);
      mock.timers.setTime(now + lasts * 1000);
      assert.equal((await world.refresh(id, first)).body.error, 'invalid_grant');
      assert.equal((await world.refresh(id, second as string)).body.error, 'invalid_grant', 'the grant');
    });
  }

  test('a client with none: every repeat ends the grant', async () => {
    const world = await open();
    await world.addClient({ id: 'strict', preset: 'native', graceSeconds: 0 });
    const { refresh_token: first } = await world.connect('strict');
    const { refresh_token: second } = (await world.refresh('strict', first)).body;
    assert.equal((await world.refresh('strict', first)).body.error, 'invalid_grant');
    assert.equal((await world.refresh('strict', second as string)).body.error, 'invalid_grant');
  });

  test('another client’s window opens nothing', async () => {
    const world = await open();
    await world.addClient({ id: 'patient', preset: 'native', graceSeconds: 300 });
    await world.addClient({ id: 'hasty', preset: 'native', graceSeconds: 5 });
    const { refresh_token: first } = await world.connect('hasty');
    const now = Date.now();
    mock.timers.enable({ apis: ['Date'], now });
    const { refresh_token: second } = (await world.refresh('hasty', first)).body;
    mock.timers.setTime(now + 10_000);
    assert.equal((await world.refresh('patient', first)).body.error, 'invalid_grant');
    assert.equal((await world.refresh('hasty', second as string)).status, 200, 'and ends nothing');
  });
});
