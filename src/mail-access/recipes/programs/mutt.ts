// mutt and neomutt: the access token comes from a command, for reading and for sending.

import { requireAddress, type ServiceAddress } from '../address.ts';
import { ownerOf } from '../person.ts';
import type { Recipe, RecipeFile, RecipeValues } from '../recipe.ts';
import { oauthCommandOf } from './oauth-command.ts';

export const muttRecipe = muttRecipeFor('mutt', '~/.config/mutt/muttrc');
export const neomuttRecipe = muttRecipeFor('neomutt', '~/.config/neomutt/neomuttrc');

function muttRecipeFor(name: 'mutt' | 'neomutt', home: string): Recipe {
  return {
    name,
    preset: name,
    summary: `${name}: reads and sends by OAUTHBEARER, with mutt_oauth2.py`,
    render: (values) => {
      const oauth = oauthCommandOf(values, name);
      return [renderMuttrc(values, `${name}rc`, home, oauth), oauth.file];
    },
  };
}

const needsTls = (service: string): string => `\
# It sends tokens over TLS only, to this machine too, and says "No authenticators available" otherwise. Give the mail
# service the name that stands in its certificate (postern services set ${service} --imap HOST:PORT), and print this again.
`;

function renderMuttrc(
  values: RecipeValues,
  name: string,
  home: string,
  { command, note }: { command: string; note: string },
): RecipeFile {
  const [imap, smtp] = [requireAddress(values, 'imap'), requireAddress(values, 'smtp')];
  const { login, address, note: ownerNote } = ownerOf(values);
  const content = `\
# Postern for ${name.slice(0, -2)}: append it to ${home}.
${imap.security === 'none' ? needsTls(values.service.name) : ''}${ownerNote}${note}
set imap_user = "${login}"
set folder = "${imap.security === 'tls' ? 'imaps' : 'imap'}://${imap.authority}/"
set spoolfile = "+INBOX"
set record = "+Sent"
set postponed = "+Drafts"
set imap_authenticators = "oauthbearer:xoauth2"
set imap_oauth_refresh_command = "${command}"
set smtp_url = "${smtp.security === 'tls' ? 'smtps' : 'smtp'}://${encodeURIComponent(login)}@${smtp.authority}/"
set smtp_authenticators = "oauthbearer:xoauth2"
set smtp_oauth_refresh_command = "${command}"
set from = "${address}"
set use_from = yes
${tlsLines([imap, smtp])}`;
  return { name, content, secret: false };
}

function tlsLines(addresses: readonly ServiceAddress[]): string {
  return addresses.every(({ security }) => security === 'none')
    ? 'set ssl_starttls = no\nset ssl_force_tls = no\n'
    : 'set ssl_starttls = yes\nset ssl_force_tls = yes\n';
}
