// Which otpauth URLs are read, and which field is blamed otherwise.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret, URI } from 'otpauth';
import {
  formatOtpauthUrl,
  makeOtpSecret,
  OtpauthUrlError,
  readOtpauthUrl,
} from '../../../src/accounts/second-factor/app/otpauth-url.ts';

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const byCounter = {
  type: 'hotp',
  label: 'alice',
  issuer: 'Postern',
  secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  algorithm: 'SHA1',
  digits: 6,
  counter: 7,
} as const;
const plain = {
  type: 'totp',
  label: 'alice',
  issuer: 'Postern',
  secret,
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
} as const;

describe('URLs that are read', () => {
  const read = [
    [`otpauth://totp/Postern:alice?secret=${secret}&issuer=Postern`, plain],
    [`otpauth://totp/Postern%3Aalice?secret=${secret}&issuer=Postern`, plain],
    [`otpauth://totp/Postern:%20alice?secret=${secret}`, plain],
    [`OTPAUTH://TOTP/alice?SECRET=${secret.toLowerCase()}&Issuer=Postern`, plain],
    [`otpauth://totp/alice?secret=${secret.replace(/.{4}/g, '$&%20')}&issuer=Postern`, plain],
    [`otpauth://totp/alice?secret=${secret.replace(/.{4}/g, '$&-')}&issuer=Postern`, plain],
    [`otpauth://totp/alice?secret=${secret}%3D%3D&issuer=Postern`, plain],
    [`otpauth://totp/Old:alice?secret=${secret}&issuer=Postern`, plain],
    [`otpauth://totp/alice?secret=${secret}&issuer=Postern&image=https%3A%2F%2Fx&color=red&counter=3`, plain],
    [`otpauth://totp/alice?secret=${secret}&issuer=Postern&algorithm=sha1&digits=6&period=30`, plain],
    [
      `otpauth://totp/alice?secret=${secret}&issuer=Postern&algorithm=SHA-512`,
      { ...plain, algorithm: 'SHA512' },
    ],
    [
      `otpauth://totp/alice?secret=${secret}&issuer=Postern&digits=8&period=120`,
      { ...plain, digits: 8, period: 120 },
    ],
    [`otpauth://hotp/Postern:alice?secret=${secret}&counter=7`, byCounter],
    [`OTPAUTH://HOTP/Postern:alice?secret=${secret}&COUNTER=007&period=1`, byCounter],
    [`otpauth://hotp/Postern:alice?secret=${secret}&counter=0`, { ...byCounter, counter: 0 }],
    [
      `otpauth://hotp/Postern:alice?secret=${secret}&counter=9007199254740991`,
      { ...byCounter, counter: Number.MAX_SAFE_INTEGER },
    ],
    [
      `otpauth://totp/Z%C3%BCrich%20%26%20Co?secret=${secret}&issuer=Postern`,
      { ...plain, label: 'Zürich & Co' },
    ],
  ] as const;
  for (const [url, expected] of read) {
    test(url.slice(0, 90), () => assert.deepEqual(readOtpauthUrl(url), expected));
  }
  test('one without an issuer has none', () => {
    assert.equal('issuer' in readOtpauthUrl(`otpauth://totp/alice?secret=${secret}`), false);
  });
  test('128 bits are enough for an imported secret', () => {
    assert.equal(readOtpauthUrl('otpauth://totp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY').secret.length, 26);
  });
});

describe('URLs that are refused, naming the field', () => {
  const refused = [
    ['not a url', ['url']],
    ['', ['url']],
    ['https://totp/alice?secret=ABC', ['url']],
    [`otpauth://user:pw@totp/alice?secret=${secret}`, ['url']],
    [`otpauth://totp:8080/alice?secret=${secret}`, ['url']],
    [`otpauth://totp/alice?secret=${secret}#x`, ['url']],
    [`otpauth://totp/${'a'.repeat(2048)}?secret=${secret}`, ['url']],
    [`otpauth://hotp/alice?secret=${secret}`, ['counter']],
    [`otpauth://hotp/alice?secret=${secret}&counter=`, ['counter']],
    [`otpauth://hotp/alice?secret=${secret}&counter=-1`, ['counter']],
    [`otpauth://hotp/alice?secret=${secret}&counter=1.5`, ['counter']],
    [`otpauth://hotp/alice?secret=${secret}&counter=1e3`, ['counter']],
    [`otpauth://hotp/alice?secret=${secret}&counter=9007199254740992`, ['counter']],
    [`otpauth://hotp/alice?secret=${secret}&counter=${'9'.repeat(30)}`, ['counter']],
    [`otpauth://hotp/alice?secret=${secret}&counter=1&counter=2`, ['counter']],
    [`otpauth://motp/alice?secret=${secret}`, ['type']],
    ['otpauth://totp/alice', ['secret']],
    ['otpauth://totp/alice?secret=', ['secret']],
    ['otpauth://totp/alice?secret=GEZDGNBVGY3TQOJQ', ['secret']],
    ['otpauth://totp/alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVG1', ['secret']],
    ['otpauth://totp/alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGYA', ['secret']],
    [`otpauth://totp/alice?secret=${'A'.repeat(208)}`, ['secret']],
    [`otpauth://totp/?secret=${secret}`, ['label']],
    [`otpauth://totp/a:b:c?secret=${secret}`, ['label']],
    [`otpauth://totp/%E0%A4%A?secret=${secret}`, ['label']],
    [`otpauth://totp/a%0Ab?secret=${secret}`, ['label']],
    [`otpauth://totp/alice?secret=${secret}&issuer=a:b`, ['issuer']],
    [`otpauth://totp/alice?secret=${secret}&algorithm=MD5`, ['algorithm']],
    [`otpauth://totp/alice?secret=${secret}&algorithm=`, ['algorithm']],
    [`otpauth://totp/alice?secret=${secret}&digits=12`, ['digits']],
    [`otpauth://totp/alice?secret=${secret}&digits=5`, ['digits']],
    [`otpauth://totp/alice?secret=${secret}&digits=6.0`, ['digits']],
    [`otpauth://totp/alice?secret=${secret}&digits=%D9%A6`, ['digits']],
    [`otpauth://totp/alice?secret=${secret}&period=0`, ['period']],
    [`otpauth://totp/alice?secret=${secret}&period=14`, ['period']],
    [`otpauth://totp/alice?secret=${secret}&period=121`, ['period']],
    [`otpauth://totp/alice?secret=${secret}&period=-30`, ['period']],
    [`otpauth://totp/alice?secret=${secret}&secret=${secret}`, ['secret']],
    [`otpauth://totp/alice?secret=${secret}&digits=6&DIGITS=8`, ['digits']],
    [`otpauth://totp/alice?secret=${secret}&encoder=steam`, ['encoder']],
    [`otpauth://totp/alice?secret=${secret}&t0=5`, ['t0']],
    [
      'otpauth://totp/?secret=x&algorithm=MD5&digits=1&period=1&issuer=a:b',
      ['algorithm', 'digits', 'issuer', 'label', 'period', 'secret'],
    ],
    [
      'otpauth://hotp/?secret=x&algorithm=MD5&digits=1&counter=x&issuer=a:b',
      ['algorithm', 'counter', 'digits', 'issuer', 'label', 'secret'],
    ],
  ] as const;
  for (const [url, fields] of refused) {
    test(`${JSON.stringify(url.slice(0, 90))}: ${fields.join(', ')}`, () => {
      assert.throws(
        () => readOtpauthUrl(url),
        (error: unknown) => {
          assert.ok(error instanceof OtpauthUrlError);
          assert.deepEqual(error.problems.map(({ field }) => field).sort(), fields);
          assert.ok(!JSON.stringify([error.message, error.detail, error.problems]).includes(secret));
          return true;
        },
      );
    });
  }
  test('no string', () => {
    for (const url of [undefined, null, 7, [], {}]) {
      assert.throws(() => readOtpauthUrl(url as never), OtpauthUrlError);
    }
  });
});

test('a URL by counter is written with its counter, and read back the same', () => {
  for (const counter of [0, 1, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    const url = formatOtpauthUrl({ ...byCounter, counter });
    assert.equal(new URL(url).searchParams.get('counter'), String(counter));
    assert.deepEqual(readOtpauthUrl(url), { ...byCounter, counter });
  }
});

test('what is written is read back the same, by us and by the library', () => {
  for (const algorithm of ['SHA1', 'SHA256', 'SHA512'] as const) {
    const made = {
      ...plain,
      issuer: 'Post & Office = Ünlü',
      label: 'alice@example.org?x',
      secret: makeOtpSecret(algorithm),
      algorithm,
      digits: 8,
      period: 60,
    };
    const url = formatOtpauthUrl(made);
    assert.deepEqual(readOtpauthUrl(url), made);
    const parsed = URI.parse(url);
    assert.equal(parsed.label, made.label);
    assert.equal(parsed.issuer, made.issuer);
    assert.equal(parsed.secret.base32, made.secret);
  }
});

test('a secret we make has the length of its hash function, 160 bits at least, and is never the same', () => {
  const bytes = (['SHA1', 'SHA256', 'SHA512'] as const).map(
    (algorithm) => Secret.fromBase32(makeOtpSecret(algorithm)).bytes.length,
  );
  assert.deepEqual(bytes, [20, 32, 64]);
  assert.equal(new Set(Array.from({ length: 100 }, () => makeOtpSecret('SHA1'))).size, 100);
});
