// Who and what is in the store to begin with, made by the command line like an administrator would.

import { randomBytes } from 'node:crypto';
import type { Postern } from './postern.ts';

export interface Person {
  readonly username: string;
  readonly password: string;
  readonly secondStep: string;
}

export const alice = {
  username: 'alice',
  name: 'Alice Archer',
  password: 'tea at half past four',
  secondStep: 'no second step yet',
} as const;

export const bob = {
  username: 'bob',
  name: 'Bob Baker',
  password: 'nine green bicycles',
  secondStep: 'an authenticator app on his phone',
} as const;

export interface AddedPeople {
  readonly people: readonly Person[];
  /** The `otpauth:` address of bob's authenticator app. */
  readonly bobsFactor: string;
  readonly recoveryCodes: readonly string[];
}

export async function addPeople(postern: Postern): Promise<AddedPeople> {
  for (const { username, name, password } of [alice, bob]) {
    const email = `${username}@example.test`;
    await postern.run(
      ['accounts', 'add', username, '--name', name, '--email', email, '--password-stdin'],
      password,
    );
  }
  const made = await postern.run(['otp', 'enrol', bob.username]);
  return {
    people: [alice, bob],
    bobsFactor: String(made.url),
    recoveryCodes: made.recovery_codes as readonly string[],
  };
}

export interface SampleClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

export async function addSampleApp(postern: Postern, address: string): Promise<SampleClient> {
  const clientId = 'sample-app';
  const clientSecret = randomBytes(32).toString('base64url');
  const uris = ['--redirect-uri', `${address}/callback`, '--post-logout-redirect-uri', `${address}/`];
  await postern.run(
    [
      'clients',
      'add',
      '--preset',
      'web',
      '--id',
      clientId,
      '--name',
      'Sample app',
      ...uris,
      '--secret-stdin',
    ],
    clientSecret,
  );
  return { clientId, clientSecret };
}
