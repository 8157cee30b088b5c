// Every colour can be read on what it stands on, whatever the brand's colour is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast } from '../../../src/views/assets/colour.ts';
import { createPalette, type Palette } from '../../../src/views/assets/palette.ts';

/** Corners and greys of the colour cube, and brands as they come. */
const brandColours = [
  ...['00', '55', '80', 'aa', 'ff'].flatMap((red) =>
    ['00', '55', '80', 'aa', 'ff'].flatMap((green) =>
      ['00', '80', 'ff'].map((blue) => `#${red}${green}${blue}`),
    ),
  ),
  '#1d5c63',
  '#ffd400',
  '#767676',
  '#0a1633',
];

type Role = keyof Palette;

/** What stands on what, and how clearly it must (WCAG 2.2: 1.4.3 words, 1.4.11 edges, rings and drawings). */
const pairs: readonly (readonly [Role, Role, number])[] = [
  ['ink', 'paper', 7],
  ['ink', 'card', 7],
  ['ink', 'badPaper', 7],
  ['ink', 'warnPaper', 7],
  ['quiet', 'paper', 4.5],
  ['quiet', 'card', 4.5],
  ['bad', 'card', 4.5],
  ['bad', 'badPaper', 4.5],
  ['warn', 'warnPaper', 4.5],
  ['good', 'goodPaper', 4.5],
  ['edge', 'card', 3],
  ['edge', 'paper', 3],
  ['onAccent', 'accent', 4.5],
  ['onAccent', 'accentHover', 4.5],
  ['accentInk', 'card', 4.5],
  ['accentInk', 'paper', 4.5],
];

for (const theme of ['light', 'dark'] as const) {
  for (const [upper, lower, least] of pairs) {
    test(`${theme}: ${upper} on ${lower} has at least ${least} to 1 for every brand`, () => {
      for (const colour of brandColours) {
        const palette = createPalette(colour, theme);
        const found = contrast(palette[upper], palette[lower]);
        assert.ok(
          found >= least,
          `${colour}: ${palette[upper]} on ${palette[lower]} has ${found.toFixed(2)}`,
        );
      }
    });
  }
}

test('contrast is measured as WCAG does', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#ffffff', '#ffffff'), 1);
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
});

test('in the light a brand keeps its own colour, and in the dark one that can be seen', () => {
  assert.equal(createPalette('#ffd400', 'light').accent, '#ffd400');
  const dark = createPalette('#0a1633', 'dark');
  assert.ok(contrast(dark.accent, dark.card) >= 3);
});
