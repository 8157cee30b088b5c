// Thunderbird as an administrator's machine has it: the printed policy installs the add-on of this server, and the browser is asked once.
// Not part of `npm test`, as every start takes half a minute: npm run test:thunderbird.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createProgramHome, type ProgramHome } from '../../support/program-home.ts';
import { type ProgramWorld, startProgramWorld } from '../../support/program-world.ts';
import { createThunderbird, requireThunderbird, type Thunderbird } from '../../support/thunderbird.ts';

const skip = requireThunderbird();
const dayMs = 24 * 60 * 60 * 1000;
let world: ProgramWorld;
let home: ProgramHome;
let thunderbird: Thunderbird;

before(async () => {
  if (skip !== false) {
    return;
  }
  world = await startProgramWorld();
  await world.administer(['clients', 'add', '--preset', 'thunderbird', '--id', 'thunderbird']);
  home = createProgramHome();
  await world.install('thunderbird', home, 'recipe');
  const account = {
    address: 'alice@example.test',
    login: 'alice',
    imap: { host: '127.0.0.1', port: world.dovecot.imapPort },
    smtp: { host: '127.0.0.1', port: world.postfix.smtpPort },
  };
  thunderbird = await createThunderbird(home, account, home.read('recipe/policies.json'));
});
after(async () => {
  await thunderbird?.close();
  await home?.close();
  await world?.close();
});

async function assertReadsAndSends(received: string, sent: string): Promise<void> {
  await world.receive(received);
  assert.equal(await thunderbird.findMessage(received), true);
  await thunderbird.send({ to: 'bob@example.test', subject: sent, body: 'From Thunderbird.' });
  assert.match(await world.arrived(sent), /^From: .*<alice@example\.test>\r\n[\s\S]*From Thunderbird\./m);
}

test('its browser opens our pages; then it reads and sends', { skip }, async () => {
  await thunderbird.start();
  const address = await thunderbird.untilOpened(1);
  assert.equal(new URL(address).origin, world.postern.issuer);
  assert.equal(new URL(address).searchParams.get('code_challenge_method'), 'S256');
  await world.allowAndReturn(address);
  await assertReadsAndSends('for thunderbird', 'by thunderbird');
  assert.equal(thunderbird.opened().length, 1);
  const { devices } = await world.administer(['devices', 'list', 'alice']);
  const clients = (devices as { client_id?: string }[]).map(({ client_id: client }) => client);
  assert.ok(clients.includes('thunderbird'), JSON.stringify(devices));
});

test('started anew, days after its tokens ran out, it asks nobody', { skip }, async () => {
  for (const day of ['a day', 'two days']) {
    await thunderbird.stop();
    world.postern.advanceClock(dayMs);
    await thunderbird.start();
    await assertReadsAndSends(`for thunderbird, ${day} later`, `by thunderbird, ${day} later`);
    assert.equal(thunderbird.opened().length, 1);
  }
});

test('whose connection was ended asks, and opens the browser again', { skip }, async () => {
  const { devices } = await world.administer(['devices', 'list', 'alice']);
  const mine = (devices as { id: string; client_id?: string }[]).find(
    ({ client_id: client }) => client === 'thunderbird',
  );
  await world.administer(['devices', 'end', 'alice', mine?.id ?? '', '--yes']);
  await thunderbird.stop();
  await thunderbird.start();
  await world.allowAndReturn(await thunderbird.untilOpened(2, { confirming: true }));
  await assertReadsAndSends('for thunderbird, allowed again', 'by thunderbird, allowed again');
});
