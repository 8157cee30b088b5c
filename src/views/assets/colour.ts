// Colours as numbers: contrast as WCAG 2.2 measures it, and mixing.

type Channels = readonly [number, number, number];

/** Contrast ratio of two colours `#rrggbb`, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `share` 0 gives `from`, 1 gives `to`. */
export function mix(from: string, to: string, share: number): string {
  const target = readChannels(to);
  const mixed = readChannels(from).map((value, index) => value + ((target[index] ?? 0) - value) * share);
  return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

/** Black or white, whichever is easier to read on this colour: at least 4.5 to 1 on any. */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  return contrast(colour, '#ffffff') >= 4.5 ? '#ffffff' : '#000000';
}

/** The colour itself, or as little as needed mixed towards black or white to reach `least` on every one of `papers`. */
export function readableOn(papers: readonly string[], colour: string, least: number): string {
  const towards = luminance(papers[0] ?? '#ffffff') > 0.18 ? '#000000' : '#ffffff';
  for (let share = 0; share < 1; share += 0.02) {
    const candidate = mix(colour, towards, share);
    if (papers.every((paper) => contrast(candidate, paper) >= least)) {
      return candidate;
    }
  }
  return towards;
}

function luminance(colour: string): number {
  const [red, green, blue] = readChannels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function readChannels(colour: string): Channels {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return [red ?? 0, green ?? 0, blue ?? 0];
}
