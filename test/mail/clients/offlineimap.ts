// offlineimap copies the mailbox and refreshes by itself, always with the refresh token that it was given.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createOauthCommand, directory, requireOauthCommand } from '../../support/oauth-command.ts';
import { createProgramHome, type ProgramHome } from '../../support/program-home.ts';
import type { ProgramWorld } from '../../support/program-world.ts';

const dayMs = 24 * 60 * 60 * 1000;

export function describeOfflineimap(world: () => ProgramWorld): void {
  describe('offlineimap', { skip: requireOauthCommand('offlineimap') }, () => {
    let home: ProgramHome;

    before(async () => {
      home = createProgramHome();
      await world().install('offlineimap', home, directory);
    });
    after(() => home?.close());

    const copy = () => {
      const file = `${home.path}/${directory}/offlineimaprc`;
      return home.run('offlineimap', ['-c', file, '-a', 'postern', '-o', '-u', 'basic']);
    };

    test('copies the mailbox, and a day later with the same refresh token', async () => {
      await createOauthCommand(world(), home, 'offlineimap').authorize();
      for (const subject of ['for offlineimap', 'for offlineimap, a day later']) {
        await world().receive(subject);
        const { code, told } = await copy();
        assert.equal(code, 0, told);
        assert.ok(home.readAll('Mail').some((message) => message.includes(`Subject: ${subject}`)));
        world().postern.advanceClock(dayMs);
      }
    });

    test('an ended connection is an error that names the reason', async () => {
      const { devices } = await world().administer(['devices', 'list', 'alice']);
      const device = (devices as { id: string; client_id: string }[]).find(
        ({ client_id: client }) => client === 'offlineimap',
      );
      await world().administer(['devices', 'end', 'alice', device?.id ?? '', '--yes']);
      const { code, told } = await copy();
      assert.notEqual(code, 0);
      assert.match(told, /400/);
    });
  });
}
