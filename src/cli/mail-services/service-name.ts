// The argument that names a mail service, and what is said when there is none of that name.

import { argument } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';

export const serviceName = argument('NAME', 'name of the mail service');

export function noService(name: string): Refusal {
  return new Refusal(`there is no mail service "${name}"`);
}
