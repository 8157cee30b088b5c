// Why a second factor was not bound, in a sentence.

import type { FactorRefusal } from '../../accounts/second-factor/bind-factor.ts';
import { Refusal } from '../frame/refusals.ts';

const sentences: Readonly<Record<FactorRefusal, string>> = {
  'not-found': 'there is no such account',
  'not-for-this-kind': 'only accounts of people have a second factor',
  'too-many': 'the account has five second factors, which is the most',
  duplicate: 'the account has this very factor already',
  'wrong-code': 'the code does not fit this factor; nothing was changed',
};

export function factorRefusal(outcome: FactorRefusal): Refusal {
  return new Refusal(sentences[outcome]);
}
