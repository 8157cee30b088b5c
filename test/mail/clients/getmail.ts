// getmail fetches mail into a Maildir; its own helper, which knows neither PKCE nor state, gets the tokens and keeps them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { requirePrograms } from '../../support/components.ts';
import { findFreePort } from '../../support/postern-process.ts';
import { createProgramHome, type ProgramHome } from '../../support/program-home.ts';
import type { ProgramWorld } from '../../support/program-world.ts';

const directory = '.config/getmail';
const tokensFile = `${directory}/postern-tokens.json`;
const helper = 'getmail-gmail-xoauth-tokens';

export function describeGetmail(world: () => ProgramWorld): void {
  describe('getmail', { skip: requirePrograms('getmail', helper) }, () => {
    let home: ProgramHome;

    before(async () => {
      // It delivers nothing as root.
      home = createProgramHome(Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' })));
      for (const name of ['cur', 'new', 'tmp']) {
        home.makeDirectory(`Mail/${name}`);
      }
      await world().install('getmail', home, directory);
      for (const name of ['getmailrc', 'postern-tokens.json']) {
        home.write(`${directory}/${name}`, home.read(`${directory}/${name}`));
      }
    });
    after(() => home?.close());

    const assertFetches = async (subject: string): Promise<void> => {
      await world().receive(subject);
      const { code, told } = await home.run('getmail', ['-r', 'getmailrc']);
      assert.equal(code, 0, told);
      assert.ok(home.readAll('Mail/new').some((message) => message.includes(`Subject: ${subject}`)));
    };

    test('fetches with the tokens of its own code flow, and an hour later with the next ones', async () => {
      const port = String(await findFreePort());
      const waiting = home.begin(helper, ['--init', `${home.path}/${tokensFile}`, '--port', port]);
      await world().allowAndReturn(await waiting.address);
      const { code, told } = await waiting.ended;
      assert.equal(code, 0, told);
      await assertFetches('for getmail');
      const tokens = JSON.parse(home.read(tokensFile));
      world().postern.advanceClock(61 * 60 * 1000);
      home.write(tokensFile, JSON.stringify({ ...tokens, expires_at: 0 }));
      await assertFetches('for getmail, an hour later');
      assert.notEqual(JSON.parse(home.read(tokensFile)).refresh_token, tokens.refresh_token);
    });
  });
}
