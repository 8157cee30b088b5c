// A phone with an authenticator app on it: bob's from the start, and anybody's who types a key into it.

import { Secret, TOTP, URI } from 'otpauth';

export interface Code {
  /** Whose it is: `Postern: bob`. */
  readonly label: string;
  /** In two groups. */
  readonly code: string;
  readonly secondsLeft: number;
  readonly period: number;
}

export interface Phone {
  codes(now: number): readonly Code[];
  /** A key as the enrolment page shows it, or its whole `otpauth:` address. */
  add(typed: string): 'added' | 'not-a-secret';
}

export function createPhone(urls: readonly string[]): Phone {
  const apps: TOTP[] = [];
  const add: Phone['add'] = (typed) => {
    const app = readApp(typed);
    if (app === undefined) {
      return 'not-a-secret';
    }
    apps.push(app);
    return 'added';
  };
  urls.forEach(add);
  return {
    add,
    codes: (now) =>
      apps.map((app) => ({
        label: [app.issuer, app.label].filter((part) => part !== '').join(': '),
        code: inTwoGroups(app.generate({ timestamp: now })),
        secondsLeft: app.period - (Math.floor(now / 1000) % app.period),
        period: app.period,
      })),
  };
}

function readApp(typed: string): TOTP | undefined {
  const text = typed.trim();
  try {
    if (text.startsWith('otpauth:')) {
      const app = URI.parse(text);
      return app instanceof TOTP ? app : undefined;
    }
    const secret = text.replace(/[\s-]/g, '').toUpperCase();
    return /^[A-Z2-7]{16,}$/.test(secret)
      ? new TOTP({ label: 'added by hand', secret: Secret.fromBase32(secret) })
      : undefined;
  } catch {
    return undefined;
  }
}

function inTwoGroups(code: string): string {
  const half = Math.ceil(code.length / 2);
  return `${code.slice(0, half)} ${code.slice(half)}`;
}
