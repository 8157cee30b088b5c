// Sealed texts: what opens them, what does not, and what they tell a thief.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { createSealer } from '../../../src/secrets/sealing.ts';

const oldKey = randomBytes(32);
const newKey = randomBytes(32);
const context = 'account:a1:s1';

describe('a sealed text', () => {
  for (const plaintext of ['', 'otpauth://totp/x?secret=GEZDGNBV', 'ünï©ode 🔑', 'x'.repeat(100_000)]) {
    test(`opens to what was sealed (${plaintext.length} characters)`, () => {
      const sealer = createSealer([newKey]);
      assert.equal(sealer.open(sealer.seal(plaintext, context), context), plaintext);
    });
  }

  test('is another one each time and holds only base64url and dots', () => {
    const sealer = createSealer([newKey]);
    const texts = new Set(Array.from({ length: 100 }, () => sealer.seal('same', context)));
    assert.equal(texts.size, 100);
    for (const text of texts) {
      assert.match(text, /^[A-Za-z0-9_.-]+$/);
    }
  });

  test('opens after the key was rotated, and is sealed by the new key from then on', () => {
    const before = createSealer([oldKey]);
    const rotated = createSealer([newKey, oldKey]);
    const after = createSealer([newKey]);
    assert.equal(rotated.open(before.seal('old', context), context), 'old');
    assert.equal(after.open(rotated.seal('new', context), context), 'new');
  });

  test('does not open under another key, even one that claims the same name', () => {
    const sealed = createSealer([oldKey]).seal('canary-7f3a', context);
    const other = createSealer([newKey]);
    const renamed = sealed.replace(createSealer([oldKey]).fingerprints[0] ?? '', other.fingerprints[0] ?? '');
    for (const text of [sealed, renamed]) {
      assert.throws(() => other.open(text, context), isSilentAbout('canary-7f3a'));
    }
  });

  test('does not open in another context, so two accounts cannot swap theirs', () => {
    const sealer = createSealer([newKey]);
    const sealed = sealer.seal('canary-7f3a', context);
    for (const other of ['', 'account:a2:s1', 'account:a1:s2', `${context} `, context.toUpperCase()]) {
      assert.throws(() => sealer.open(sealed, other), isSilentAbout('canary-7f3a'));
    }
  });

  test('does not open when any of its characters was changed', () => {
    const sealer = createSealer([newKey]);
    const sealed = sealer.seal('canary-7f3a', context);
    // The last character is left out: of its six bits some may be unused.
    for (let at = 0; at < sealed.length - 1; at += 1) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      assert.throws(() => sealer.open(changed, context), isSilentAbout('canary-7f3a'), `changed at ${at}`);
    }
  });

  test('does not open when it was cut, at any length', () => {
    const sealer = createSealer([newKey]);
    const sealed = sealer.seal('canary-7f3a', context);
    for (let length = 0; length < sealed.length - 1; length += 1) {
      assert.throws(() => sealer.open(sealed.slice(0, length), context), isSilentAbout('canary-7f3a'));
    }
  });
});

describe('a key ring', () => {
  test('names its keys in order, by names that stay the same and hold nothing of the key', () => {
    const { fingerprints } = createSealer([newKey, oldKey]);
    assert.deepEqual(fingerprints, [
      ...createSealer([newKey]).fingerprints,
      ...createSealer([oldKey]).fingerprints,
    ]);
    for (const encoding of ['base64url', 'hex', 'latin1'] as const) {
      assert.ok(!fingerprints.some((name) => newKey.toString(encoding).includes(name.slice(0, 6))));
    }
  });

  test('needs at least one key, of 32 bytes', () => {
    assert.throws(() => createSealer([]), /needs a master key/);
    for (const length of [0, 16, 31, 33]) {
      assert.throws(() => createSealer([randomBytes(length)]), /32 bytes/);
    }
  });
});

function isSilentAbout(canary: string): (error: unknown) => boolean {
  return (error) => error instanceof Error && !`${error.stack}${error.cause}`.includes(canary);
}
