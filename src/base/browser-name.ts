// What a User-Agent header says, in words of ours: its own text is a stranger's and is never mailed or shown to anybody.

/** The first that fits is meant: browsers name their ancestors too. */
const browsers = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:(?:Headless)?Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;

const systems = [
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

/** Whether this is a device that can take a profile of Apple's. */
export function isAppleDevice(userAgent: string | undefined): boolean {
  return /\b(?:iPhone|iPad|Mac OS X)\b/.test((userAgent ?? '').slice(0, 500));
}

/** `Firefox`, `Firefox (Linux)`; undefined for what is no browser that we know. */
export function nameBrowser(userAgent: string | undefined): string | undefined {
  const text = (userAgent ?? '').slice(0, 500);
  const browser = browsers.find(([pattern]) => pattern.test(text))?.[1];
  const system = systems.find(([pattern]) => pattern.test(text))?.[1];
  return browser !== undefined && system !== undefined ? `${browser} (${system})` : browser;
}
