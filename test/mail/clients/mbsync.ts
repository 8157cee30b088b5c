// mbsync keeps a Maildir the same as the mailbox: by XOAUTH2 with the token that its command prints, and with an app password.

import assert from 'node:assert/strict';
import { existsSync, globSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { requireComponent } from '../../support/components.ts';
import { createOauthCommand, directory, requireOauthCommand } from '../../support/oauth-command.ts';
import { createProgramHome, type ProgramHome } from '../../support/program-home.ts';
import type { ProgramWorld } from '../../support/program-world.ts';

const configuration = `${directory}/mbsyncrc`;

function hasXoauth2(): boolean {
  return globSync('/usr/lib/*/sasl2/libkdexoauth2.so*').some((file) => existsSync(file));
}

export function describeMbsync(world: () => ProgramWorld): void {
  const skip = requireOauthCommand('mbsync') || requireComponent('libsasl2-modules-kdexoauth2', hasXoauth2);
  describe('mbsync', { skip }, () => {
    let home: ProgramHome;

    before(async () => {
      home = createProgramHome();
      home.makeDirectory('Mail');
      await world().install('mbsync', home, directory);
    });
    after(() => home?.close());

    const synchronize = () => home.run('mbsync', ['-c', `${home.path}/${configuration}`, 'postern']);

    const assertReads = async (subject: string): Promise<void> => {
      await world().receive(subject);
      const { code, told } = await synchronize();
      assert.equal(code, 0, told);
      assert.ok(home.readAll('Mail/INBOX').some((message) => message.includes(`Subject: ${subject}`)));
    };

    test('copies the mailbox with a token, and an hour later with the next one', async () => {
      const command = createOauthCommand(world(), home, 'isync');
      await command.authorize();
      await assertReads('for mbsync');
      const { refresh_token: first } = command.tokens();
      command.passHour();
      await assertReads('for mbsync, an hour later');
      assert.notEqual(command.tokens().refresh_token, first);
    });

    test('puts what is new on this side into the mailbox', async () => {
      home.write(
        'Mail/INBOX/new/1.letter',
        'From: alice@example.test\nSubject: from here\n\nWritten here.\n',
      );
      const { code, told } = await synchronize();
      assert.equal(code, 0, told);
      assert.match(await world().arrived('from here', 'alice'), /Written here\./);
    });

    test('copies with an app password, and says so when the login is refused', async () => {
      const { password } = await world().makeAppPassword(['--protocols', 'imap']);
      home.write('password', password);
      const lines = home.read(configuration).replace('AuthMechs XOAUTH2', 'AuthMechs PLAIN');
      home.write(configuration, lines.replace(/PassCmd .*/, `PassCmd "cat ${home.path}/password"`));
      await assertReads('for the app password');
      home.write('password', `${password.slice(0, -1)}${password.endsWith('0') ? '1' : '0'}`);
      const refused = await synchronize();
      assert.notEqual(refused.code, 0);
      assert.match(refused.told, /AUTHENTICATIONFAILED/);
    });
  });
}
