// Who is believed about the client's address and scheme, and that nothing else of the kind comes through.

import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, test } from 'node:test';
import { createLog } from '../../../src/base/log.ts';
import { createForwarded } from '../../../src/http/forwarded.ts';
import { runApp } from '../../support/running-app.ts';

interface Case {
  readonly peer?: string;
  readonly trusted?: readonly string[];
  readonly unix?: true;
  readonly tls?: true;
  readonly headers?: Readonly<Record<string, string>>;
}

function settle({ peer, trusted = [], unix, tls, headers = {} }: Case) {
  const lines: string[] = [];
  const log = createLog({ level: 'info', clock: { now: () => 0 }, write: (line) => lines.push(line) });
  const listen = unix
    ? ({ kind: 'unix', path: '/x' } as const)
    : ({ kind: 'tcp', host: '::', port: 1 } as const);
  const request = { headers: { ...headers }, socket: { remoteAddress: peer, encrypted: tls === true } };
  createForwarded({ trustedProxies: trusted, listen }, log)(request as unknown as IncomingMessage);
  const {
    'x-forwarded-for': address,
    'x-forwarded-proto': scheme,
    ...rest
  } = request.headers as Record<string, string>;
  return { address, scheme, rest, warnings: lines };
}

const proxies = ['10.0.0.0/8', '192.0.2.1', '2001:db8:1::/48'];
const behind = (forwardedFor: string, peer = '10.0.0.1'): Case => ({
  peer,
  trusted: proxies,
  headers: { 'x-forwarded-for': forwardedFor },
});

describe('the address', () => {
  const cases: readonly (readonly [title: string, given: Case, address: string])[] = [
    ['is the peer without a proxy', { peer: '198.51.100.7' }, '198.51.100.7'],
    ['of an IPv6 peer is written in the short form', { peer: '2001:DB8:0:0:0:0:0:7' }, '2001:db8::7'],
    ['of an IPv4 peer on an IPv6 socket is IPv4', { peer: '::ffff:198.51.100.7' }, '198.51.100.7'],
    ['of a link-local peer has no zone', { peer: 'fe80::1%eth0' }, 'fe80::1'],
    [
      'of a peer that is gone is nobody, and its headers are not believed',
      { headers: { 'x-forwarded-for': '203.0.113.9' } },
      '0.0.0.0',
    ],
    ['from a stranger is not believed', { ...behind('203.0.113.9', '198.51.100.7') }, '198.51.100.7'],
    [
      'from a stranger is not believed where nobody is trusted',
      { peer: '10.0.0.1', headers: { 'x-forwarded-for': '203.0.113.9' } },
      '10.0.0.1',
    ],
    [
      'from a neighbour of a trusted address is not believed',
      behind('203.0.113.9', '192.0.2.2'),
      '192.0.2.2',
    ],
    ['from a trusted proxy is believed', behind('203.0.113.9'), '203.0.113.9'],
    [
      'from a trusted proxy on an IPv6 socket is believed',
      behind('203.0.113.9', '::ffff:10.0.0.1'),
      '203.0.113.9',
    ],
    ['from a trusted IPv6 proxy is believed', behind('203.0.113.9', '2001:db8:1::5'), '203.0.113.9'],
    [
      'from an IPv6 address outside the network is not',
      behind('203.0.113.9', '2001:db8:2::5'),
      '2001:db8:2::5',
    ],
    ['is counted from the right', behind('203.0.113.66, 203.0.113.9'), '203.0.113.9'],
    ['is counted over trusted hops', behind('203.0.113.66, 203.0.113.9, 10.1.2.3, 192.0.2.1'), '203.0.113.9'],
    ['forged as a trusted hop does not shift the count', behind('10.9.9.9, 203.0.113.9'), '203.0.113.9'],
    ['where all hops are trusted is the first of them', behind('10.0.0.3, 10.0.0.2'), '10.0.0.3'],
    ['may be IPv6', behind('2001:db8:9::7'), '2001:db8:9::7'],
    ['of IPv6 has one spelling', behind('2001:0DB8:0009:0000:0000:0000:0000:0007'), '2001:db8:9::7'],
    ['may be IPv6 in brackets', behind('[2001:db8:9::7]'), '2001:db8:9::7'],
    ['may have a port', behind('203.0.113.9:4711'), '203.0.113.9'],
    ['may be IPv6 with a port', behind('[2001:db8:9::7]:4711'), '2001:db8:9::7'],
    ['in IPv6 clothes is IPv4', behind('::ffff:203.0.113.9'), '203.0.113.9'],
    ['in hexadecimal IPv6 clothes is IPv4', behind('::ffff:cb00:7109'), '203.0.113.9'],
    ['of a trusted hop in IPv6 clothes is skipped', behind('203.0.113.9, ::ffff:10.0.0.2'), '203.0.113.9'],
    [
      'without commas and spaces in order is read all the same',
      behind('  203.0.113.66,203.0.113.9  '),
      '203.0.113.9',
    ],
    ['garbage left of the client does not matter', behind('<script>, unknown, 203.0.113.9'), '203.0.113.9'],
    ['that is empty is the proxy itself', behind(''), '10.0.0.1'],
    ['that is blank is the proxy itself', behind('  '), '10.0.0.1'],
    ['that is absent is the proxy itself', { peer: '10.0.0.1', trusted: proxies }, '10.0.0.1'],
    [
      'from a peer on the Unix socket is believed',
      { unix: true, headers: { 'x-forwarded-for': '203.0.113.9' } },
      '203.0.113.9',
    ],
    [
      'from hops behind the Unix socket is counted',
      { unix: true, trusted: proxies, headers: { 'x-forwarded-for': '203.0.113.9, 10.0.0.9' } },
      '203.0.113.9',
    ],
    ['of a peer on the Unix socket is this machine', { unix: true }, '127.0.0.1'],
    [
      'where everybody is trusted is the leftmost',
      {
        peer: '198.51.100.7',
        trusted: ['0.0.0.0/0'],
        headers: { 'x-forwarded-for': '203.0.113.9, 10.0.0.1' },
      },
      '203.0.113.9',
    ],
  ];
  for (const [title, given, address] of cases) {
    test(title, () => {
      const settled = settle(given);
      assert.equal(settled.address, address);
      assert.deepEqual(settled.warnings, []);
    });
  }

  for (const garbage of [
    'unknown',
    '_hidden',
    '203.0.113.9,',
    '203.0.113',
    '203.0.113.256',
    '0x7f.0.0.1',
    '203.0.113.9:port',
    '[203.0.113.9',
    '2001:db8:::7',
    '203.0.113.9 203.0.113.10',
    '203.0.113.7, unknown, 10.0.0.2',
    `${'9'.repeat(5000)}`,
    'for=203.0.113.9',
  ]) {
    test(`that cannot be read is the proxy's, with an alarm: ${garbage.slice(0, 40)}`, () => {
      const settled = settle(behind(garbage));
      assert.equal(settled.address, '10.0.0.1');
      assert.equal(settled.warnings.length, 1);
      assert.match(settled.warnings.join(), /"level":"warn".*cannot be read/);
      assert.equal(settle(behind(garbage, '198.51.100.7')).warnings.length, 0, 'a stranger raises no alarm');
    });
  }
});

describe('the scheme', () => {
  const cases: readonly (readonly [title: string, given: Case, scheme: string])[] = [
    ['is http on a plain connection', { peer: '198.51.100.7' }, 'http'],
    ['is https on our own TLS', { peer: '198.51.100.7', tls: true }, 'https'],
    [
      'from a stranger is not believed',
      { peer: '198.51.100.7', headers: { 'x-forwarded-proto': 'https' } },
      'http',
    ],
    [
      'from a stranger does not undo our own TLS',
      { peer: '198.51.100.7', tls: true, headers: { 'x-forwarded-proto': 'http' } },
      'https',
    ],
    [
      'from a trusted proxy is believed',
      { peer: '10.0.0.1', trusted: proxies, headers: { 'x-forwarded-proto': 'https' } },
      'https',
    ],
    [
      'from a trusted proxy may be in capitals',
      { peer: '10.0.0.1', trusted: proxies, headers: { 'x-forwarded-proto': 'HTTPS' } },
      'https',
    ],
    ['that a trusted proxy does not tell is http', { peer: '10.0.0.1', trusted: proxies }, 'http'],
    [
      'that is none is http',
      { peer: '10.0.0.1', trusted: proxies, headers: { 'x-forwarded-proto': 'gopher' } },
      'http',
    ],
    [
      'forged before the proxy added its own is not believed',
      { peer: '10.0.0.1', trusted: proxies, headers: { 'x-forwarded-proto': 'https, http' } },
      'http',
    ],
    ['from the Unix socket is believed', { unix: true, headers: { 'x-forwarded-proto': 'https' } }, 'https'],
  ];
  for (const [title, given, scheme] of cases) {
    test(title, () => {
      assert.equal(settle(given).scheme, scheme);
    });
  }
});

test('every other forwarded header is dropped, in any spelling, also from a trusted proxy', () => {
  const names = [
    'forwarded',
    'x-forwarded-host',
    'x-forwarded-port',
    'x-forwarded-prefix',
    'x-forwarded-server',
    'x-forwarded-ssl',
    'x-forwarded-scheme',
    'x_forwarded_for',
    'x_forwarded_host',
    'x-forwarded_proto',
    'x-real-ip',
    'x_real_ip',
    'x-client-ip',
    'x-cluster-client-ip',
    'true-client-ip',
  ];
  const headers = {
    ...Object.fromEntries(names.map((name) => [name, 'evil.test'])),
    accept: 'x',
    'x-other': 'y',
  };
  for (const peer of ['10.0.0.1', '198.51.100.7']) {
    const settled = settle({ peer, trusted: proxies, headers });
    assert.deepEqual(settled.rest, { accept: 'x', 'x-other': 'y' });
    assert.equal(settled.address, peer);
    assert.equal(settled.scheme, 'http');
  }
});

test('pages and the provider see one address and one scheme', async () => {
  const app = await runApp({
    issuer: 'https://login.example.org',
    trustedProxies: ['127.0.0.0/8'],
    routes: [
      (ctx, next) => {
        if (ctx.path !== '/page') {
          return next();
        }
        ctx.body = `${ctx.ip} ${ctx.secure} ${ctx.host}`;
        return undefined;
      },
    ],
    provider: ({ headers }, response) => {
      response.end(
        `${headers['x-forwarded-for']} ${headers['x-forwarded-proto']} ${headers['x-forwarded-host']}`,
      );
    },
  });
  const headers = {
    'x-forwarded-for': '6.6.6.6, 203.0.113.9',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'evil.test',
    forwarded: 'for=6.6.6.6;host=evil.test',
  };
  assert.equal((await app.send('/page', { headers })).body, '203.0.113.9 true login.example.org');
  assert.equal((await app.send('/token', { headers })).body, '203.0.113.9 https undefined');
  await app.close();
});
