// offlineimap: a copy of the mailbox in a Maildir; it refreshes by itself, from the refresh token that its command prints.

import { requireAddress, type ServiceAddress } from '../address.ts';
import { ownerOf } from '../person.ts';
import { type Recipe, type RecipeFile, type RecipeValues, requirePlain } from '../recipe.ts';
import { oauthCommandOf } from './oauth-command.ts';

export const offlineimapRecipe: Recipe = {
  name: 'offlineimap',
  preset: 'offlineimap',
  summary: 'offlineimap: copies the mailbox by XOAUTH2',
  render: (values) => {
    const oauth = oauthCommandOf(values, 'offlineimap');
    return [renderOfflineimaprc(values, oauth), oauth.file];
  },
};

const sslLines: Readonly<Record<ServiceAddress['security'], string>> = {
  tls: 'ssl = yes\nsslcacertfile = OS-DEFAULT',
  starttls: 'ssl = no\nstarttls = yes\nsslcacertfile = OS-DEFAULT',
  none: 'ssl = no\nstarttls = no',
};

function renderOfflineimaprc(
  values: RecipeValues,
  { refreshCommand, note }: { refreshCommand: string; note: string },
): RecipeFile {
  const { host, port, security } = requireAddress(values, 'imap');
  const { login, note: ownerNote } = ownerOf(values);
  const content = `\
# Postern for offlineimap: ~/.offlineimaprc, mode 0600, or added to yours. Then: offlineimap -a postern
${ownerNote}${note}
[general]
accounts = postern

[Account postern]
localrepository = postern-near
remoterepository = postern-far

[Repository postern-near]
type = Maildir
localfolders = ~/Mail

[Repository postern-far]
type = IMAP
remotehost = ${host}
remoteport = ${port}
remoteuser = ${login}
${sslLines[security]}
auth_mechanisms = XOAUTH2
oauth2_request_url = ${requirePlain('issuer', values.issuer)}/token
oauth2_client_id = ${values.client ?? 'offlineimap'}
oauth2_client_secret =
oauth2_refresh_token_eval = __import__('subprocess').check_output('${refreshCommand}', shell=True).decode().strip()
`;
  return { name: 'offlineimaprc', content, secret: false };
}
