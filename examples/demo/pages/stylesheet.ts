// The one stylesheet of the demo, in the colour of each site, light and dark.

import { readFileSync } from 'node:fs';
import { createPalette } from '../../../src/views/assets/palette.ts';

const rules = readFileSync(new URL('./demo.css', import.meta.url), 'utf8');

export function createDemoStylesheet(color: string): string {
  const [light, dark] = (['light', 'dark'] as const).map((theme) =>
    Object.entries(createPalette(color, theme))
      .map(([role, value]) => `--${role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value};`)
      .join(''),
  );
  return `:root{${light}}\n@media (prefers-color-scheme:dark){:root{${dark}}}\n${rules}`;
}
