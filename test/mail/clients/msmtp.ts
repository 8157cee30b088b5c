// msmtp sends: by OAUTHBEARER with the token that its command prints, and by PLAIN with an app password.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createOauthCommand, directory, requireOauthCommand } from '../../support/oauth-command.ts';
import { createProgramHome, type ProgramHome } from '../../support/program-home.ts';
import type { ProgramWorld } from '../../support/program-world.ts';

const configuration = `${directory}/msmtprc`;
/** EX_NOPERM of sysexits.h: the server refuses the login. */
const refusedLogin = 77;

export function describeMsmtp(world: () => ProgramWorld): void {
  describe('msmtp', { skip: requireOauthCommand('msmtp') }, () => {
    let home: ProgramHome;

    before(async () => {
      home = createProgramHome();
      await world().install('msmtp', home, directory);
    });
    after(() => home?.close());

    const send = (subject: string) => {
      const letter = `From: alice@example.test\nTo: bob@example.test\nSubject: ${subject}\n\nThe mail leaves.\n`;
      return home.run('msmtp', ['-C', `${home.path}/${configuration}`, 'bob@example.test'], letter);
    };

    test('sends with a token, and an hour later with the next one', async () => {
      const command = createOauthCommand(world(), home, 'msmtp');
      await command.authorize();
      for (const subject of ['by msmtp', 'by msmtp, an hour later']) {
        const { code, told } = await send(subject);
        assert.equal(code, 0, told);
        assert.match(await world().arrived(subject), /The mail leaves\./);
        command.passHour();
      }
    });

    test('sends with an app password, until that is removed', async () => {
      const { id, password } = await world().makeAppPassword(['--protocols', 'smtp']);
      const lines = home.read(configuration).replace('auth oauthbearer', 'auth plain');
      home.write('password', password);
      home.write(configuration, lines.replace(/passwordeval .*/, `passwordeval "cat ${home.path}/password"`));
      const { code, told } = await send('by app password');
      assert.equal(code, 0, told);
      await world().arrived('by app password');
      await world().administer(['app-passwords', 'remove', 'alice', id, '--yes']);
      const refused = await send('refused');
      assert.equal(refused.code, refusedLogin, refused.told);
    });
  });
}
