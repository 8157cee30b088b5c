// The client that mail programs are sent to: the add-on names it, and so does config-v1.1.xml.

import type { Clients } from '../oidc/clients/clients.ts';

/** Its administrator makes it: `postern clients add --preset thunderbird --id thunderbird`. */
export const thunderbirdClientId = 'thunderbird';

/** What a mail program asks for: the mailbox, and a refresh token. */
export const mailProgramScope = 'mail offline_access';

/** Whether there is one, and a program without a secret can be it. */
export async function hasThunderbirdClient(clients: Pick<Clients, 'find'>): Promise<boolean> {
  const client = await clients.find(thunderbirdClientId);
  return client?.token_endpoint_auth_method === 'none';
}
