// The one stylesheet: the rules of `postern.css`, with colours that follow the brand.

import { readFileSync } from 'node:fs';
import { type Asset, createAsset } from './asset.ts';
import { createPalette, type Palette } from './palette.ts';

const rules = readFileSync(new URL('./postern.css', import.meta.url), 'utf8');

/** `color` is `#rrggbb`. The same colour gives the same path. */
export function createStylesheet(brand: { readonly color: string }): Asset {
  const light = writeVariables(createPalette(brand.color, 'light'));
  const dark = writeVariables(createPalette(brand.color, 'dark'));
  const colours = `:root{${light}}\n@media screen and (prefers-color-scheme:dark){:root{${dark}}}\n`;
  return createAsset('postern.css', 'text/css; charset=utf-8', colours + rules);
}

function writeVariables(palette: Palette): string {
  return Object.entries(palette)
    .map(([role, colour]) => `--${role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${colour};`)
    .join('');
}
