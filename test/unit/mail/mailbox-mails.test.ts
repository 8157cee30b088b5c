// Mails about a shared mailbox: which one, that the reader owns it, who did it, and the one right thing to do for each reader.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notices } from '../../../src/audit/notices.ts';
import { composeMail } from '../../../src/mail/messages/compose.ts';
import type { Occasion } from '../../../src/mail/messages/message.ts';

const issuer = 'https://id.example.test';
const brand = { brandName: 'Postern', brandColor: '#1d5c63', support: 'the desk, room 4', issuer };
type Told = 'app-password-added' | 'app-password-removed' | 'device-lost' | 'emails-changed';

const at = { at: Date.UTC(2026, 10, 25, 13, 5), address: '192.0.2.7', facts: { name: 'Phone' } };
const readers = {
  'the owner who did it': { username: 'bob', mailbox: 'team', isOwner: true, by: 'owner', actor: 'bob' },
  'another owner': { username: 'alice', mailbox: 'team', isOwner: true, by: 'owner', actor: 'bob' },
  'an owner, of an administrator': { username: 'alice', mailbox: 'team', isOwner: true, by: 'admin' },
  'the mailbox': { username: 'team', mailbox: 'team', by: 'owner', actor: 'bob' },
} as const satisfies Record<string, Partial<Occasion>>;
type ReaderName = keyof typeof readers;

function compose(type: Told, reader: ReaderName, locale: 'en' | 'de' = 'en') {
  return composeMail(notices[type].message, brand, { ...at, ...readers[reader], locale });
}

const hrefsOf = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
const escaped = (text: string): string => text.replaceAll('&', '&amp;');

const subjects: Readonly<Record<Told, readonly [string, string]>> = {
  'app-password-added': [
    'Postern: an app password was made for team',
    'Postern: Ein App-Passwort wurde für team erstellt',
  ],
  'app-password-removed': [
    'Postern: an app password of team was removed',
    'Postern: Ein App-Passwort von team wurde entfernt',
  ],
  'device-lost': [
    'Postern: all app passwords of team were removed',
    'Postern: Alle App-Passwörter von team wurden entfernt',
  ],
  'emails-changed': ['Postern: other e-mail addresses for team', 'Postern: Andere E-Mail-Adressen für team'],
};

for (const type of Object.keys(subjects) as Told[]) {
  for (const reader of Object.keys(readers) as ReaderName[]) {
    test(`${type}, to ${reader}: text and HTML name the mailbox, who owns it and who did it`, () => {
      const isOwner = reader !== 'the mailbox';
      const isAdmin = reader === 'an owner, of an administrator';
      for (const [locale, subject, owned, by] of [
        [
          'en',
          subjects[type][0],
          'the mailbox team, which you own',
          isAdmin ? 'By: an administrator' : 'By: bob',
        ],
        [
          'de',
          subjects[type][1],
          'Postfach team, für das Sie zuständig sind,',
          isAdmin ? 'Durch: die Administration' : 'Durch: bob',
        ],
      ] as const) {
        const mail = compose(type, reader, locale);
        assert.equal(mail.subject, subject);
        assert.equal(mail.text.includes(owned), isOwner, mail.text);
        assert.ok(mail.text.split('\n').includes(by), mail.text);
        for (const line of [isOwner ? owned : 'team', by.replace(/^.*: /, ''), '192.0.2.7']) {
          assert.ok(mail.html.includes(escaped(line)), `${line} in the HTML`);
        }
        assert.doesNotMatch(
          mail.text + mail.html,
          /undefined|\[object|(?:for|from) your account|Ihr(?:es)? Konto(?:s)? wurde/,
        );
        assert.match(mail.text, new RegExp(`^(?:Hello|Guten Tag) ${readers[reader].username},`));
        assert.match(
          mail.text,
          /(?:you own the mailbox team|of the mailbox team|das Postfach team zuständig sind|des Postfachs team geht)\.\n$/,
        );
      }
    });
  }
}

const remedies: readonly (readonly [Told, ReaderName, RegExp, readonly string[]])[] = [
  ['app-password-added', 'the owner who did it', /^If this was you: nothing to do\.$/m, ['lost-device']],
  ['app-password-added', 'another owner', /^If you know about this: nothing to do\.$/m, ['connections']],
  [
    'app-password-added',
    'an owner, of an administrator',
    /^If not: .* Take the app password away here:$/m,
    ['connections'],
  ],
  ['app-password-added', 'the mailbox', /^If not: .* may use the mailbox\. Ask the desk, room 4 now\.$/m, []],
  [
    'app-password-removed',
    'the owner who did it',
    /^If not: .* End all access to it here:$/m,
    ['lost-device'],
  ],
  ['app-password-removed', 'another owner', /^If not: .* Ask the desk, room 4 now\.$/m, []],
  ['device-lost', 'an owner, of an administrator', /^If you know about this: nothing to do\.$/m, []],
  ['device-lost', 'the mailbox', /No program gets in there until it has a new one\./, []],
];
for (const [type, reader, words, pages] of remedies) {
  test(`${type}, to ${reader}: what to do is what that reader can do`, () => {
    const { text, html } = compose(type, reader);
    assert.match(text, words);
    assert.deepEqual(
      hrefsOf(html),
      pages.map((page) => `${issuer}/account/${page}`),
    );
    assert.deepEqual(text.match(/https?:\S+/g) ?? [], hrefsOf(html));
  });
}
