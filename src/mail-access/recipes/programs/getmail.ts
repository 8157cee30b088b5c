// getmail: fetches mail into a Maildir; its own helper gets the tokens and keeps them.

import { requireAddress, type ServiceAddress } from '../address.ts';
import { ownerOf } from '../person.ts';
import {
  type Recipe,
  type RecipeFile,
  RecipeInputError,
  type RecipeValues,
  requirePlain,
} from '../recipe.ts';

export const getmailRecipe: Recipe = {
  name: 'getmail',
  preset: 'getmail',
  summary: 'getmail: fetches mail by XOAUTH2, with its own helper',
  render: (values) => {
    const client = requirePlain('client', values.client ?? 'getmail');
    const tokens = `${requirePlain('directory', values.directory ?? '~/.config/getmail')}/${tokensFile}`;
    requirePlain('service.name', values.service.name);
    return [renderGetmailrc(values, client, tokens), renderTokens(values, client)];
  },
};

const tokensFile = 'postern-tokens.json';

function renderGetmailrc(values: RecipeValues, client: string, tokens: string): RecipeFile {
  const imap = requireAddress(values, 'imap');
  const { login, note } = ownerOf(values);
  const content = `\
# Postern for getmail: goes to ~/.config/getmail/ under this name. Needs the directories ~/Mail/{cur,new,tmp}.
# The program is known to Postern by the client id "${client}". Once, by the administrator:
#   postern clients add --preset getmail --id ${client}
# Connect, in a browser of this machine; then fetch:
#   chmod 600 ${tokens} && getmail-gmail-xoauth-tokens --init ${tokens}
#   getmail -r getmailrc
${note}
[retriever]
type = ${retrieverOf(imap)}
server = ${imap.host}
port = ${imap.port}
username = ${login}
use_xoauth2 = True
password_command = ("sh", "-c", "getmail-gmail-xoauth-tokens ${tokens}")

[destination]
type = Maildir
path = ~/Mail/

[options]
read_all = false
`;
  return { name: 'getmailrc', content, secret: false };
}

/** getmail 6 knows no STARTTLS. */
function retrieverOf({ security, port }: ServiceAddress): string {
  if (security === 'starttls') {
    const reason = `names port ${port}, which begins with STARTTLS; getmail knows none: the service needs a port such as 993 (postern services set)`;
    throw new RecipeInputError('service.imap', reason, '--imap');
  }
  return security === 'none' ? 'SimpleIMAPRetriever' : 'SimpleIMAPSSLRetriever';
}

function renderTokens(values: RecipeValues, client: string): RecipeFile {
  const issuer = requirePlain('issuer', values.issuer);
  const content = {
    scope: `${requirePlain('scope', values.scope)} offline_access`,
    user: ownerOf(values).login,
    client_id: client,
    client_secret: '',
    auth_uri: `${issuer}/authorize`,
    token_uri: `${issuer}/token`,
  };
  return { name: tokensFile, content: `${JSON.stringify(content, undefined, 2)}\n`, secret: false };
}
