// Leases end with what granted them: a mail service that is deleted, or that grants none any more.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCli } from '../../support/cli-in-process.ts';
import { withCliParts } from '../../support/cli-parts.ts';

const cli = createCli();
after(cli.close);

before(async () => {
  await cli.json(['accounts', 'add', 'alice', '--password-stdin'], { stdin: 'a door beside the gate' });
  for (const name of ['mx', 'other']) {
    await cli.json(['services', 'add', name, '--concatenated', 'lease']);
  }
});

/** One of each mail service that alice read her mail by. */
const grant = (...services: readonly string[]): Promise<void> =>
  withCliParts(cli, async ({ accounts, leases }) => {
    const alice = (await accounts.findByName('alice')) ?? assert.fail();
    for (const service of services) {
      await leases.grant(service, alice, { service, address: '192.0.2.7' });
    }
  });

async function list(): Promise<readonly string[]> {
  const { devices } = await cli.json(['devices', 'list', 'alice']);
  return (devices as readonly { readonly id: string }[]).map(({ id }) => id).sort();
}

test('another policy that grants leases as well leaves them', async () => {
  await grant('mx', 'other');
  await cli.json(['services', 'set', 'mx', '--protocol', 'imap']);
  assert.deepEqual(await list(), ['mx', 'other']);
});

test('a mail service that grants none any more ends its own, for good', async () => {
  await cli.json(['services', 'set', 'mx', '--concatenated', 'once']);
  assert.deepEqual(await list(), ['other']);
  await cli.json(['services', 'set', 'mx', '--concatenated', 'lease']);
  assert.deepEqual(await list(), ['other']);
});

test('a mail service that is deleted takes its own along, and one of its name finds none', async () => {
  await grant('mx');
  await cli.json(['services', 'delete', 'mx', '--yes']);
  assert.deepEqual(await list(), ['other']);
  await cli.json(['services', 'add', 'mx', '--concatenated', 'lease']);
  assert.deepEqual(await list(), ['other']);
});
