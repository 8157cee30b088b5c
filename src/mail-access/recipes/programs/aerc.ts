// aerc: a mail program for terminals that refreshes by itself, from the refresh token that its command prints.

import { requireAddress, type ServiceAddress } from '../address.ts';
import { ownerOf } from '../person.ts';
import { type Recipe, type RecipeFile, type RecipeValues, requirePlain } from '../recipe.ts';
import { oauthCommandOf } from './oauth-command.ts';

export const aercRecipe: Recipe = {
  name: 'aerc',
  preset: 'aerc',
  summary: 'aerc: an account that reads and sends by OAUTHBEARER',
  render: (values) => {
    const oauth = oauthCommandOf(values, 'aerc');
    return [renderAccounts(values, oauth), oauth.file];
  },
};

function renderAccounts(
  values: RecipeValues,
  { refreshCommand, note }: { refreshCommand: string; note: string },
): RecipeFile {
  const [imap, smtp] = [requireAddress(values, 'imap'), requireAddress(values, 'smtp')];
  const { login, from, note: ownerNote } = ownerOf(values);
  const query = new URLSearchParams({
    token_endpoint: `${requirePlain('issuer', values.issuer)}/token`,
    client_id: values.client ?? 'aerc',
    scope: values.scope,
  });
  const url = (scheme: string, { authority }: ServiceAddress): string =>
    `${scheme}://${encodeURIComponent(login)}@${authority}?${query}`;
  const content = `\
# Postern for aerc: append it to ~/.config/aerc/accounts.conf, mode 0600.
${smtp.security === 'none' ? withoutTls : ''}${ownerNote}${note}
[Mail]
source = ${url(imapScheme(imap), imap)}
source-cred-cmd = ${refreshCommand}
outgoing = ${url(smtp.security === 'tls' ? 'smtps+oauthbearer' : 'smtp+oauthbearer', smtp)}
outgoing-cred-cmd = ${refreshCommand}
smtp-starttls = ${smtp.security === 'starttls' ? 'yes' : 'no'}
from = ${from}
default = INBOX
copy-to = Sent
`;
  return { name: 'accounts.conf', content, secret: false };
}

/** Both find out at the server, and differ in what they ask for. */
const withoutTls = `\
# The service is of this machine alone, so nothing is encrypted. aerc up to 0.14 sends nothing where STARTTLS is offered all
# the same. From 0.15 on write smtp+insecure+oauthbearer:// at "outgoing", and leave the line "smtp-starttls" away.
`;

function imapScheme({ security }: ServiceAddress): string {
  return { tls: 'imaps+oauthbearer', starttls: 'imap+oauthbearer', none: 'imap+oauthbearer+insecure' }[
    security
  ];
}
