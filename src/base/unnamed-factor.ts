// What a second factor is called that nobody named: kept in these words, and shown in those of whoever reads.

export const unnamed = { totp: 'Authenticator app', hotp: 'Token' } as const;
