// Which second factor is meant, and why one was not bound, in a sentence.

import type { FactorRefusal } from '../../accounts/second-factor/changes/bind-factor.ts';
import { argument } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';

/** The argument that names one of an account's factors. */
export const factorId = argument('ID', 'of the factor, as otp status tells');

const sentences: Readonly<Record<FactorRefusal, string>> = {
  'not-found': 'there is no such account',
  'not-for-this-kind': 'only accounts of people have a second factor',
  'too-many': 'the account has five second factors, which is the most',
  duplicate: 'the account has this very factor already',
  changed: 'the account was changed at this moment; look at it and try again',
  'ticket-needed': 'this account needs a ticket for its first factor',
  'mail-needed': 'this account needs a mailed link or code for its first factor',
  'wrong-code': 'the code does not fit this factor; nothing was changed',
};

export function factorRefusal(outcome: FactorRefusal): Refusal {
  return new Refusal(sentences[outcome]);
}

export function noFactor(username: string, id: string): Refusal {
  return new Refusal(`${username} has no second factor "${id}"`);
}
