// Every file that the pages load.

import type { Asset } from './asset.ts';
import { enhancements } from './enhancements.ts';
import { createFavicon } from './favicon.ts';
import { createStylesheet } from './stylesheet.ts';

/** `color` is `#rrggbb`; the same colour gives the same files. */
export function createAssets(brand: { readonly color: string }): readonly Asset[] {
  return [createStylesheet(brand), createFavicon(brand), enhancements];
}
