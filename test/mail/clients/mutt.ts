// mutt and neomutt: mutt_oauth2.py's own code flow, reading on a terminal, sending from a shell, both by OAUTHBEARER.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { requirePrograms } from '../../support/components.ts';
import { createOauthCommand, directory, requireOauthCommand } from '../../support/oauth-command.ts';
import { createProgramHome, type ProgramHome } from '../../support/program-home.ts';
import type { ProgramWorld } from '../../support/program-world.ts';
import { openTerminal } from '../../support/terminal.ts';

export function describeMutt(name: 'mutt' | 'neomutt', world: () => ProgramWorld): void {
  describe(name, { skip: requireOauthCommand(name) || requirePrograms('tmux') }, () => {
    const configuration = `${directory}/${name}rc`;
    let home: ProgramHome;

    before(async () => {
      home = createProgramHome();
      // Both send tokens over TLS only.
      await world().install(name, home, directory, 'starttls');
      const trust = `set ssl_ca_certificates_file = "${world().certificate}"\n`;
      home.write(configuration, home.read(configuration) + trust);
    });
    after(() => home?.close());

    const assertReads = async (subject: string): Promise<void> => {
      await world().receive(subject);
      const terminal = await openTerminal(home, `${name} -F ${configuration}`);
      try {
        await terminal.until(new RegExp(`${subject}\\s*$`, 'm'));
        await terminal.press('q');
        await terminal.until(/ended with 0/);
      } finally {
        await terminal.close();
      }
    };

    const assertSends = async (subject: string): Promise<void> => {
      const args = ['-F', `${home.path}/${configuration}`, '-e', 'set record=""', '-s', subject];
      const { code, told } = await home.run(name, [...args, 'bob@example.test'], 'The mail leaves.\n');
      assert.equal(code, 0, told);
      assert.match(await world().arrived(subject), /^From: .*alice@example\.test/m);
    };

    test('reads and sends with the tokens of mutt_oauth2.py, and an hour later with the next ones', async () => {
      const command = createOauthCommand(world(), home, name);
      await command.authorize();
      await assertReads(`for ${name}`);
      await assertSends(`by ${name}`);
      const { refresh_token: first } = command.tokens();
      command.passHour();
      await assertReads(`for ${name} an hour later`);
      await assertSends(`by ${name} an hour later`);
      assert.notEqual(command.tokens().refresh_token, first);
    });
  });
}
