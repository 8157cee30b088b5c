// aerc reads and sends on a terminal by OAUTHBEARER; it refreshes by itself, always with the refresh token that it was given.

import { after, before, describe, test } from 'node:test';
import { requirePrograms } from '../../support/components.ts';
import { createOauthCommand, directory, requireOauthCommand } from '../../support/oauth-command.ts';
import { createProgramHome, type ProgramHome } from '../../support/program-home.ts';
import type { ProgramWorld } from '../../support/program-world.ts';
import { openTerminal, type Terminal } from '../../support/terminal.ts';

const dayMs = 24 * 60 * 60 * 1000;

export function describeAerc(world: () => ProgramWorld): void {
  describe('aerc', { skip: requireOauthCommand('aerc') || requirePrograms('tmux') }, () => {
    let home: ProgramHome;

    before(async () => {
      home = createProgramHome();
      // It sends nothing unprotected where the server offers STARTTLS.
      await world().install('aerc', home, directory, 'starttls');
      home.write('.config/aerc/accounts.conf', home.read(`${directory}/accounts.conf`));
    });
    after(() => home?.close());

    const withAerc = async (act: (terminal: Terminal) => Promise<void>): Promise<void> => {
      const terminal = await openTerminal(home, `EDITOR=true SSL_CERT_FILE=${world().certificate} aerc`);
      try {
        await act(terminal);
      } finally {
        await terminal.close();
      }
    };

    test('reads and sends, and a day later with the same refresh token', async () => {
      await createOauthCommand(world(), home, 'aerc').authorize();
      for (const [received, sent] of [
        ['for aerc', 'by-aerc'],
        ['for aerc a day later', 'by-aerc-a-day-later'],
      ] as const) {
        await world().receive(received);
        await withAerc(async (terminal) => {
          await terminal.until(new RegExp(`${received}\\s*$`, 'm'));
          await terminal.press(`:compose -H "To: bob@example.test" -H "Subject: ${sent}" Hello`, 'Enter');
          await terminal.until(/Send this email/);
          await terminal.press('y');
          await world().arrived(sent);
        });
        world().postern.advanceClock(dayMs);
      }
    });
  });
}
