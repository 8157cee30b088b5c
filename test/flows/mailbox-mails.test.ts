// The real program with a mail gateway: what one owner does about a shared mailbox, the other hears, and by whom.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPortalWorld, type PortalWorld } from '../support/portal-world.ts';

const eva = 'eva@example.test';
const finn = 'finn@example.test';
let world: PortalWorld;

before(async () => {
  world = await openPortalWorld();
});
after(() => world?.close());

test('an app password that one owner makes and takes away is told to both, each in their own words', async () => {
  const person = await world.addPerson('eva', { email: eva });
  await world.addPerson('finn', { email: finn, locale: 'de' });
  const owners = ['--owner', 'eva', '--owner', 'finn'];
  const team = await world.postern.cliJson(['accounts', 'add', 'team', '--kind', 'shared', ...owners]);
  const browser = world.browser();
  const page = await world.visit(browser, person, `/account/app-passwords/new/${team.id}`);
  const fields = { name: 'Desk', 'protocol-imap': 'yes', expires: '0' };
  const made = await browser.submit(page, fields);
  const password = /<code>(ap[0-9a-z-]+)<\/code>/.exec(made.html)?.[1] ?? assert.fail(made.html);

  const added = await told('Desk', 2);
  assert.match(
    added.get(eva) ?? '',
    /^Hello eva,\n\nAn app password was made for the mailbox team, which you own/,
  );
  assert.match(
    added.get(finn) ?? '',
    /^Guten Tag finn,\n\nFür das Postfach team, für das Sie zuständig sind/,
  );
  assert.match(added.get(eva) ?? '', /^By: eva\n\nIf this was you: nothing to do\.$/m);
  assert.match(added.get(finn) ?? '', /^Durch: eva\n\nWissen Sie davon, ist nichts zu tun\.$/m);

  const { app_passwords: listed } = await world.postern.cliJson(['app-passwords', 'list', 'team']);
  const [{ id } = {}] = listed as readonly { id?: string }[];
  await browser.submit(await browser.open(`/account/connections/${team.id}/${id}`), {});
  const removed = await told('Desk', 4);
  assert.match(removed.get(finn) ?? '', /^Vom Postfach team, .*^Durch: eva$/ms);
  assert.ok(!world.sink.mails.some(({ raw }) => raw.includes(password)));
});

/** The newest text to each address, once there are so many mails that name this app password. */
async function told(name: string, count: number): Promise<ReadonlyMap<string, string>> {
  for (let wanted = count; ; wanted += 1) {
    const mails = (await world.sink.untilMails(wanted)).filter(({ text }) => text.includes(name));
    if (mails.length >= count) {
      return new Map(mails.map(({ to, text }) => [to[0] ?? '', text]));
    }
  }
}
