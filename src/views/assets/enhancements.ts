// The one script: small comforts on top of pages that work without it.

import { readFileSync } from 'node:fs';
import { type Asset, createAsset } from './asset.ts';

const source = readFileSync(new URL('./postern.js', import.meta.url), 'utf8');

export const enhancements: Asset = createAsset('postern.js', 'text/javascript; charset=utf-8', source);
