// msmtp: sends what other programs give it; the access token comes from a command.

import { requireAddress } from '../address.ts';
import { ownerOf } from '../person.ts';
import type { Recipe, RecipeFile, RecipeValues } from '../recipe.ts';
import { oauthCommandOf } from './oauth-command.ts';

export const msmtpRecipe: Recipe = {
  name: 'msmtp',
  preset: 'msmtp',
  summary: 'msmtp: sends by OAUTHBEARER, with mutt_oauth2.py',
  render: (values) => {
    const oauth = oauthCommandOf(values, 'msmtp');
    return [renderMsmtprc(values, oauth), oauth.file];
  },
};

function renderMsmtprc(
  values: RecipeValues,
  { command, note }: { command: string; note: string },
): RecipeFile {
  const { host, port, security } = requireAddress(values, 'smtp');
  const { login, address, note: ownerNote } = ownerOf(values);
  const content = `\
# Postern for msmtp: append it to ~/.msmtprc, mode 0600.
${ownerNote}${note}
account postern
host ${host}
port ${port}
tls ${security === 'none' ? 'off' : 'on'}
tls_starttls ${security === 'tls' ? 'off' : 'on'}
auth oauthbearer
user ${login}
passwordeval "${command}"
from ${address}
account default : postern
`;
  return { name: 'msmtprc', content, secret: false };
}
