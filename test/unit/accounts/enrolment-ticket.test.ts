// A ticket on paper and as it is kept.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTicketAlive, isTicketOf, makeTicket, readTicket } from '../../../src/accounts/enrolment/ticket.ts';

test('a ticket is five groups of four without look-alikes, and no two are the same', () => {
  const tickets = Array.from({ length: 200 }, () => makeTicket(0, 60).ticket);
  for (const ticket of tickets) {
    assert.match(ticket, /^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){4}$/);
  }
  assert.equal(new Set(tickets).size, tickets.length);
  const letters = new Set(tickets.join('').replaceAll('-', ''));
  assert.equal(letters.size, 32);
});

test('what is kept of a ticket is a hash, and until when', () => {
  const { ticket, secret } = makeTicket(1_000, 60);
  const { id, hash, ...rest } = secret;
  assert.deepEqual(rest, { kind: 'enrolment-ticket', createdAt: 1_000, expiresAt: 61_000 });
  assert.ok(
    !JSON.stringify(secret).includes(ticket.replaceAll('-', '')) && !JSON.stringify(secret).includes(ticket),
  );
  assert.ok(hash?.length === 43 && id.length === 16);
});

test('a ticket is read in any case, with or without spaces and hyphens, and past slips of the eye', () => {
  const bare = '0123456789abcdefghj1';
  for (const typed of [
    bare,
    bare.toUpperCase(),
    '0123-4567-89ab-cdef-ghj1',
    ' O123 4567\t89AB–cdef ghjL\n',
    'oi23456789abcdefghjI',
  ]) {
    assert.equal(readTicket(typed), bare, typed);
  }
});

test('anything else is no ticket', () => {
  const bare = '0123456789abcdefghj1';
  for (const typed of [
    '',
    bare.slice(1),
    `${bare}0`,
    bare.replace('1', 'u'),
    bare.replace('1', '!'),
    [bare],
    { bare },
    1,
    undefined,
    ' '.repeat(200) + bare,
  ]) {
    assert.equal(readTicket(typed), undefined);
  }
});

test('only the very ticket fits, also where another has the same letters', () => {
  const { ticket, secret } = makeTicket(0, 60);
  const letters = readTicket(ticket) ?? assert.fail();
  const other = readTicket(makeTicket(0, 60).ticket) ?? assert.fail();
  assert.ok(isTicketOf(secret, letters));
  assert.ok(!isTicketOf(secret, other));
  assert.ok(!isTicketOf({ ...secret, id: 'another' }, letters));
  const { hash: _, ...without } = secret;
  assert.ok(!isTicketOf(without, letters));
});

test('a ticket lives until its last moment, one that was never given does not live at all', () => {
  const { secret } = makeTicket(1_000, 60);
  assert.ok(isTicketAlive(secret, 60_999));
  assert.ok(!isTicketAlive(secret, 61_000));
  const { hash: _, ...without } = secret;
  assert.ok(!isTicketAlive(without, 1_000));
});
