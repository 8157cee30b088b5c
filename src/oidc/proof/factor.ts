// How strongly a person signed in, in the words of tokens: `acr` and `amr` (spec, "Access rules").

/** 1 = password, 2 = password and a second step. */
export type Factor = 1 | 2;

/** `acr` of each factor (OpenID Connect Core section 2), the weaker first. */
export const acrValues = ['urn:postern:factor:1', 'urn:postern:factor:2'] as const;

export function acrOf(factor: Factor): string {
  return acrValues[factor - 1] ?? acrValues[0];
}

/** An unknown or missing `acr` proves no more than the password. */
export function factorOf(acr: unknown): Factor {
  return acr === acrValues[1] ? 2 : 1;
}

/** The browser was trusted, where others are asked for a code: `rba` (RFC 8176). It stays one factor. */
export function isTrusted(amr: readonly string[] | undefined): boolean {
  return amr?.includes('rba') === true;
}

/** Two factors without a code from a device: a recovery code stood in for it (RFC 8176). */
export function isRecovered(amr: readonly string[] | undefined): boolean {
  return amr?.includes('mfa') === true && !amr.includes('otp');
}

/** Whoever signed in with a recovery code may mend things for so long, counted from the password (spec, "The second factor"). */
export const recoveredLifeSeconds = 15 * 60;

/** Whether a sign-in with a recovery code is over, and with it all that came of it. Times in seconds since 1970. */
export function isRecoveryOver(
  { amr, authTime }: { readonly amr: readonly string[] | undefined; readonly authTime: number },
  now: number,
): boolean {
  return isRecovered(amr) && now > authTime + recoveredLifeSeconds;
}
