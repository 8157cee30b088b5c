// Which address a mail program sends by: the mailbox behind this door, never one of elsewhere.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMailboxAddress } from '../../../src/mail-access/mailbox-address.ts';

const home = { address: 'alice@home.test', verified: true } as const;
const own = { address: 'alice.archer@example.test', verified: true } as const;
const branch = { address: 'alice@branch.test', verified: true } as const;

interface Case {
  readonly title: string;
  readonly username?: string;
  readonly emails?: readonly { readonly address: string; readonly verified: boolean }[];
  readonly mailLogin?: 'username' | 'email';
  readonly domains?: readonly string[];
  readonly is: string | undefined;
}

const cases: readonly Case[] = [
  { title: 'a verified address of the domains', emails: [home, own], is: own.address },
  {
    title: 'the first of several domains that has one',
    emails: [home, branch, own],
    domains: ['example.test', 'branch.test'],
    is: branch.address,
  },
  {
    title: 'the name at the only domain, not an address of elsewhere',
    emails: [home],
    is: 'alice@example.test',
  },
  {
    title: 'the same while its own is not verified',
    emails: [{ ...own, verified: false }],
    is: 'alice@example.test',
  },
  {
    title: 'not known where there are two domains',
    emails: [home],
    domains: ['a.test', 'b.test'],
    is: undefined,
  },
  {
    title: 'not known where mail servers know people by address',
    emails: [home],
    mailLogin: 'email',
    is: undefined,
  },
  {
    title: 'the mail login where that is an address',
    emails: [home, own],
    mailLogin: 'email',
    is: own.address,
  },
  {
    title: 'a user name that is an address',
    username: 'team@branch.test',
    emails: [own],
    is: 'team@branch.test',
  },
  {
    title: 'the first verified one where nobody says which domains are',
    emails: [home, own],
    domains: [],
    is: home.address,
  },
  { title: 'not known where there is neither', domains: [], is: undefined },
  { title: 'not known where the name makes no address', username: 'jörg', is: undefined },
];

for (const { title, username = 'alice', emails = [], mailLogin = 'username', domains, is } of cases) {
  test(`the mailbox's address is ${title}`, () => {
    const settings = { mailLogin, mailDomains: domains ?? ['example.test'] };
    assert.equal(findMailboxAddress({ username, emails }, settings, settings.mailDomains), is);
  });
}
