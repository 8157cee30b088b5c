// A mailbox as imapflow sees it: an IMAP library that is not ours.

import { ImapFlow } from 'imapflow';

/**
 * Logs in by bearer token, reads INBOX and logs out: the text of each message, headers included. Throws imapflow's own
 * error when the login is refused; its `oauthError` is what RFC 7628 section 3.2.2 describes.
 */
export async function readInboxWithImapflow(login: {
  readonly port: number;
  readonly user: string;
  readonly token: string;
}): Promise<readonly string[]> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: login.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: login.user, accessToken: login.token },
    logger: false,
  });
  await client.connect();
  const { exists } = await client.mailboxOpen('INBOX', { readOnly: true });
  const messages: string[] = [];
  if (exists > 0) {
    for await (const { source } of client.fetch('1:*', { source: true })) {
      messages.push(source?.toString('utf8') ?? '');
    }
  }
  await client.logout();
  return messages;
}
