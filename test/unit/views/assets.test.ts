// The files that pages load: named by their content, and coloured by the brand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAssets } from '../../../src/views/assets/assets.ts';
import { createStylesheet } from '../../../src/views/assets/stylesheet.ts';

test('every file has a path of its own that follows its content', () => {
  const [green, again, red] = ['#006600', '#006600', '#aa0000'].map((color) =>
    createAssets({ color }).map(({ path }) => path),
  );
  assert.deepEqual(green, again);
  assert.equal(new Set(green).size, 3);
  const changed = green?.filter((path, index) => path !== red?.[index]) ?? [];
  assert.deepEqual(
    changed.map((path) => path.replace(/-[\w-]{16}\./, '.')),
    ['/assets/postern.css', '/assets/postern.svg'],
  );
});

test('every variable that a rule uses is defined', () => {
  const { body } = createStylesheet({ color: '#1d5c63' });
  const defined = new Set([...body.matchAll(/(--[a-z-]+):/g)].map(([, name]) => name));
  const used = [...body.matchAll(/var\((--[a-z-]+)\)/g)].map(([, name]) => name);
  assert.ok(used.length > 50);
  assert.deepEqual(
    used.filter((name) => !defined.has(name)),
    [],
  );
});

test('the stylesheet loads nothing and has four sizes of letters', () => {
  const { body } = createStylesheet({ color: '#1d5c63' });
  assert.doesNotMatch(body, /url\(|@import|@font-face/);
  const sizes = [...body.matchAll(/font-size: ([^;]+);/g)].map(([, size]) => size);
  assert.deepEqual([...new Set(sizes)].sort(), ['0.875rem', '1.25rem', '1.5rem', '1em', '1rem']);
});

test('the brand colours both themes', () => {
  const { body } = createStylesheet({ color: '#ffd400' });
  assert.equal(body.match(/--accent:#ffd400;/g)?.length, 2);
  assert.equal(body.match(/--on-accent:#000000;/g)?.length, 2);
  assert.match(body, /@media screen and \(prefers-color-scheme:dark\)/);
});
