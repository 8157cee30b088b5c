// Open connections end with the access: a real Dovecot is told by doveadm, whatever ends it, and as soon as it can be reached.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { requirePrograms } from '../support/components.ts';
import { type Dovecot, startDovecot } from '../support/dovecot.ts';
import { forEachStore } from '../support/engines.ts';
import { type IdleConnection, openIdle } from '../support/imap-idle.ts';
import { password } from '../support/mail-world.ts';
import { findFreePort, type PosternProcess, startPostern } from '../support/postern-process.ts';
import { makeRecipeDirectory } from '../support/recipe-directory.ts';
import { until } from '../support/until.ts';

const key = 'sesame/open=yes';
/** The program looks every two seconds for what the command line asked for. */
const soonMs = 30_000;

forEachStore((engine, _openStore, makeTarget) => {
  describe('a connection in IDLE', { skip: requirePrograms('dovecot') }, () => {
    let postern: PosternProcess;
    let dovecot: Dovecot;
    let doveadmPort: number;
    let other: IdleConnection;
    const recipe = makeRecipeDirectory();
    const open = new Set<IdleConnection>();

    const startDovecotHere = async (): Promise<void> => {
      const settings = `doveadm_api_key = ${key}
service doveadm {
  inet_listener http {
    address = 127.0.0.1
    port = ${doveadmPort}
  }
}`;
      dovecot = await startDovecot({ recipe, settings });
    };
    before(async () => {
      const target = engine === 'mongodb' ? await makeTarget() : undefined;
      postern = await startPostern(target?.kind === 'mongodb' ? { storeUrl: target.url } : {});
      doveadmPort = await findFreePort();
      const kickUrl = `http://:${encodeURIComponent(key)}@127.0.0.1:${doveadmPort}/doveadm/v1`;
      await postern.cliJson(['services', 'add', 'mx', '--kick-url', kickUrl]);
      await postern.cli(['recipe', 'dovecot', '--service', 'mx', '--out', recipe]);
      await startDovecotHere();
      other = (await connect('other')).connection;
    });
    after(async () => {
      for (const connection of open) {
        connection.close();
      }
      await dovecot?.close();
      await postern?.close();
      rmSync(recipe, { recursive: true, force: true });
    });

    /** Somebody with an app password, whose program waits for mail. */
    const connect = async (user: string) => {
      await postern.cliJson(['accounts', 'add', user, '--password-stdin'], { stdin: password });
      const made = await postern.cliJson(['app-passwords', 'add', user, '--name', 'Phone']);
      const login = { port: dovecot.imapPort, user, password: String(made.password) };
      const connection = await openIdle(login);
      open.add(connection);
      return { connection, login, id: String(made.id) };
    };

    for (const [what, end] of [
      ['the account is disabled', (user) => ['accounts', 'disable', user, '--yes']],
      ['the account is deleted', (user) => ['accounts', 'delete', user, '--yes']],
      ['a device is lost', (user) => ['accounts', 'lost-device', user, '--yes']],
      ['its app password is ended as a device', (user, id) => ['devices', 'end', user, id, '--yes']],
      ['its app password is taken away', (user, id) => ['app-passwords', 'remove', user, id, '--yes']],
    ] as const satisfies readonly (readonly [string, (user: string, id: string) => readonly string[]])[]) {
      test(`is closed when ${what}, another person’s stays`, async () => {
        const name = what.replaceAll(/\W/g, '').toLowerCase().slice(-20);
        const mine = await connect(`me-${name}`);
        assert.ok(mine.connection.isOpen());
        await postern.cliJson([...end(mine.login.user, mine.id)]);
        await mine.connection.untilClosed(soonMs);
        assert.match(mine.connection.lastLine(), /^\* BYE/);
        assert.ok(other.isOpen());
        await assert.rejects(openIdle(mine.login), /refused/);
      });
    }

    test('is closed as soon as a mail server that was down is back', { timeout: 60_000 }, async () => {
      const { login } = await connect('late');
      await dovecot.close();
      await postern.cliJson(['accounts', 'disable', 'late', '--yes']);
      await until(
        () => JSON.stringify(postern.log).includes('open connections are not closed yet'),
        'the log line of a kick in vain',
      );
      await startDovecotHere();
      await postern.cliJson(['accounts', 'enable', 'late']);
      const again = await openIdle({ ...login, port: dovecot.imapPort });
      open.add(again);
      // The second try comes half a minute after the first one.
      postern.advanceClock(31_000);
      await again.untilClosed(soonMs);
    });

    test('is closed although the program was killed before it could tell', { timeout: 60_000 }, async () => {
      const { connection, login } = await connect('killed');
      await postern.kill();
      await postern.cliJson(['accounts', 'disable', login.user, '--yes']);
      await wait(500);
      assert.ok(connection.isOpen(), 'nobody is there who tells');
      await postern.start();
      await connection.untilClosed(soonMs);
    });

    test('the key of doveadm is never logged', async () => {
      assert.doesNotMatch(JSON.stringify(postern.log) + postern.stderr(), /sesame/);
    });
  });
});
