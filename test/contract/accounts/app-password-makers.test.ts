// App passwords that an owner made for a shared mailbox, on both stores: they end with that owner's access, and with nobody else's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { openMailCheckWorld, say } from '../../support/mail-check-world.ts';

const admitted = 'admitted by app-password';

async function open(openStore: OpenTestStore) {
  const world = await openMailCheckWorld(openStore);
  const { accounts, add, addAppPassword, addService, ask } = world;
  const service = await addService();
  const carl = await add({ username: 'carl' });
  const dora = await add({ username: 'dora' });
  const team = await add({ username: 'team', kind: 'shared', owners: [carl.id, dora.id] });
  const makeAs = async (ownerId: string) => {
    const maker = (await accounts.findById(ownerId)) ?? assert.fail();
    const added = await accounts.appPasswords.add(
      team.id,
      { name: `Phone of ${maker.username}` },
      { actor: { by: 'owner' }, maker },
    );
    return added.outcome === 'added' ? added.password : assert.fail();
  };
  const passwords = {
    carl: await makeAs(carl.id),
    dora: await makeAs(dora.id),
    admin: (await addAppPassword(team.id)).password,
  };
  const opens = async (password: string) => say(await ask(service, 'team', password)) === admitted;
  return { ...world, carl, dora, team, makeAs, passwords, opens };
}

type World = Awaited<ReturnType<typeof open>>;

const endings: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  'is disabled': ({ accounts, carl }) => accounts.disable(carl.id),
  'was disabled and is enabled again': async ({ accounts, carl }) => {
    await accounts.disable(carl.id);
    await accounts.enable(carl.id);
  },
  'is deleted': ({ accounts, carl }) => accounts.remove(carl.id),
  'says "I lost a device"': ({ accounts, carl }) => accounts.endAccess(carl.id, { by: 'owner' }),
  'lost a device, an administrator says': ({ accounts, carl }) => accounts.loseDevice(carl.id),
  'is no owner any more': ({ accounts, team, dora }) => accounts.setOwners(team.id, [dora.id]),
};

forEachStore((_engine, openTestStore) => {
  for (const [what, end] of Object.entries(endings)) {
    test(`what an owner made for a shared mailbox ends when the owner ${what}`, async () => {
      const world = await open(openTestStore);
      for (const password of Object.values(world.passwords)) {
        assert.equal(await world.opens(password), true);
      }
      await end(world);
      assert.equal(await world.opens(world.passwords.carl), false);
      assert.equal(await world.opens(world.passwords.dora), true);
      assert.equal(await world.opens(world.passwords.admin), true);
    });
  }

  test('one that is made in the same second as the ending before it works', async () => {
    const world = await open(openTestStore);
    await world.accounts.endAccess(world.carl.id, { by: 'owner' });
    assert.equal(await world.opens(await world.makeAs(world.carl.id)), true);
  });

  test('a request that began before the ending makes nothing that works after it', async () => {
    const world = await open(openTestStore);
    const { accounts, carl, team } = world;
    await accounts.endAccess(carl.id, { by: 'owner' });
    const late = await accounts.appPasswords.add(team.id, { name: 'Late' }, { maker: carl });
    assert.equal(await world.opens(late.outcome === 'added' ? late.password : assert.fail()), false);
  });

  test('the list says who made each and whether it ended; of one’s own mail nobody is named', async () => {
    const { accounts, carl, dora, team } = await open(openTestStore);
    const makers = async (id: string) =>
      ((await accounts.appPasswords.list(id)) ?? []).map(({ maker }) => maker);
    const good = { hasAccess: true };
    assert.deepEqual(await makers(team.id), [
      undefined,
      { username: 'dora', ...good },
      { username: 'carl', ...good },
    ]);
    await accounts.disable(dora.id);
    await accounts.remove(carl.id);
    assert.deepEqual(await makers(team.id), [
      undefined,
      { username: 'dora', hasAccess: false },
      { hasAccess: false },
    ]);
    await accounts.enable(dora.id);
    const enabled = (await accounts.findById(dora.id)) ?? assert.fail();
    await accounts.appPasswords.add(dora.id, { name: 'Own' }, { maker: enabled });
    assert.deepEqual(await makers(dora.id), [undefined]);
  });

  test('the mailboxes that somebody made app passwords for are found, also once they are deleted', async () => {
    const { accounts, carl, dora, add } = await open(openTestStore);
    await add({ username: 'printer', kind: 'device', owners: [carl.id] });
    const named = async (id: string) => (await accounts.listMadeFor(id)).map(({ username }) => username);
    assert.deepEqual(await named(carl.id), ['team']);
    await accounts.remove(carl.id);
    assert.deepEqual(await named(carl.id), ['team']);
    assert.deepEqual(await named(dora.id), ['team']);
  });

  test('owners are replaced, with none too, and what a former owner made does not come back', async () => {
    const world = await open(openTestStore);
    const { accounts, carl, dora, team, passwords, opens } = world;
    const owners = async () => (await accounts.findById(team.id))?.owners;
    assert.equal(await accounts.setOwners(team.id, []), 'set');
    assert.equal(await owners(), undefined);
    assert.deepEqual(await accounts.listOwned(carl.id), []);
    await accounts.setOwners(team.id, [dora.id, carl.id, dora.id]);
    assert.deepEqual(await owners(), [dora.id, carl.id]);
    assert.equal(await opens(passwords.carl), false);
    assert.equal(await opens(passwords.admin), true);
    assert.equal(await accounts.setOwners('nobody', []), 'not-found');
  });

  test('no person is owned, and only people own', async () => {
    const { accounts, carl, dora, team } = await open(openTestStore);
    for (const [id, given] of [
      [carl.id, [dora.id]],
      [carl.id, []],
      [team.id, [team.id]],
      [team.id, ['nobody']],
    ] as const) {
      await assert.rejects(
        accounts.setOwners(id, given),
        (error) => error instanceof AccountInputError && error.field === 'owner',
      );
    }
    assert.deepEqual((await accounts.findById(team.id))?.owners, [carl.id, dora.id]);
  });
});
