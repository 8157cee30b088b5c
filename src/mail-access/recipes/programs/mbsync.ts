// mbsync (isync): a copy of the mailbox in a Maildir; the access token comes from a command.

import { requireAddress, type ServiceAddress } from '../address.ts';
import { ownerOf } from '../person.ts';
import type { Recipe, RecipeFile, RecipeValues } from '../recipe.ts';
import { oauthCommandOf } from './oauth-command.ts';

export const mbsyncRecipe: Recipe = {
  name: 'mbsync',
  alias: 'isync',
  preset: 'isync',
  summary: 'mbsync (isync): copies the mailbox by XOAUTH2, with mutt_oauth2.py',
  render: (values) => {
    const oauth = oauthCommandOf(values, 'isync');
    return [renderMbsyncrc(values, oauth), oauth.file];
  },
};

const sslTypes: Readonly<Record<ServiceAddress['security'], string>> = {
  tls: 'IMAPS',
  starttls: 'STARTTLS',
  none: 'None',
};

function renderMbsyncrc(
  values: RecipeValues,
  { command, note }: { command: string; note: string },
): RecipeFile {
  const { host, port, security } = requireAddress(values, 'imap');
  const { login, note: ownerNote } = ownerOf(values);
  const content = `\
# Postern for mbsync: append it to ~/.mbsyncrc. Needs the package libsasl2-modules-kdexoauth2, and the directory ~/Mail.
# From isync 1.5 on SSLType is called TLSType. Then: mbsync postern
${ownerNote}${note}
IMAPAccount postern
Host ${host}
Port ${port}
User ${login}
PassCmd "${command}"
AuthMechs XOAUTH2
SSLType ${sslTypes[security]}

IMAPStore postern-far
Account postern

MaildirStore postern-near
SubFolders Verbatim
Path ~/Mail/
Inbox ~/Mail/INBOX

Channel postern
Far :postern-far:
Near :postern-near:
Patterns *
Create Near
SyncState *
`;
  return { name: 'mbsyncrc', content, secret: false };
}
