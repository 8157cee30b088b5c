// The colours by role, one set for light and one for dark; the accent comes from the brand and is made readable.

import { inkOn, mix, readableOn } from './colour.ts';

const fixed = {
  light: {
    paper: '#f5f4f1',
    card: '#ffffff',
    ink: '#1d1c1a',
    quiet: '#5e5b55',
    line: '#dfdcd5',
    edge: '#8b867d',
    good: '#1a6b3c',
    goodPaper: '#e9f5ed',
    warn: '#7a4f00',
    warnPaper: '#fdf3dc',
    bad: '#a8231b',
    badPaper: '#fdecea',
  },
  dark: {
    paper: '#141312',
    card: '#1f1e1c',
    ink: '#f2f0ec',
    quiet: '#b3aea6',
    line: '#383530',
    edge: '#7f7a72',
    good: '#7ad6a0',
    goodPaper: '#16291e',
    warn: '#f1c169',
    warnPaper: '#2e2413',
    bad: '#ffa399',
    badPaper: '#3a1c19',
  },
} as const;

/** `#rrggbb` by role. */
export type Palette = Readonly<
  Record<keyof typeof fixed.light | 'accent' | 'accentHover' | 'onAccent' | 'accentInk', string>
>;

/**
 * `accent` is the brand's colour (in the dark one that stands out from the card: 3 to 1), `onAccent` black or white upon
 * it, `accentHover` a step away from that ink, and `accentInk` the accent for words, rings and edges, on paper and card.
 */
export function createPalette(brandColour: string, theme: 'light' | 'dark'): Palette {
  const { paper, card } = fixed[theme];
  const accent = theme === 'light' ? brandColour : readableOn([card], brandColour, 3);
  const onAccent = inkOn(accent);
  return {
    ...fixed[theme],
    accent,
    accentHover: mix(accent, onAccent === '#ffffff' ? '#000000' : '#ffffff', 0.14),
    onAccent,
    accentInk: readableOn([paper, card], brandColour, theme === 'light' ? 4.5 : 6),
  };
}
