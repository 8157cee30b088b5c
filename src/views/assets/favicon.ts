// The mark as the small picture of a tab.

import { mark } from '../parts/mark.ts';
import { type Asset, createAsset } from './asset.ts';
import { createPalette } from './palette.ts';

/** A picture of its own has no stylesheet of the page: the colours are written into it. */
export function createFavicon(brand: { readonly color: string }): Asset {
  const { accent, onAccent } = createPalette(brand.color, 'light');
  const style = `<style>.mark-wall,.mark-knob{fill:${accent}}.mark-gate,.mark-door{fill:${onAccent}}.mark-gate{opacity:.4}</style>`;
  const drawing = mark().toString().replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  return createAsset('postern.svg', 'image/svg+xml', drawing.replace('</svg>', `${style}</svg>`));
}
