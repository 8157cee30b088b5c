// All sentences that people read, one file per language.

import type { en } from './en.ts';

/** The catalogue of one language: what `en.ts` says, another language says too, or it does not compile. */
export type Texts = typeof en;
