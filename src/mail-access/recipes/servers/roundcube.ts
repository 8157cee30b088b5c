// Roundcube: webmail whose people sign in at Postern, and whose IMAP and SMTP logins are the tokens from there.

import { requireAddress, type ServiceAddress } from '../address.ts';
import { type Recipe, type RecipeFile, type RecipeValues, requirePlain } from '../recipe.ts';

export const roundcubeRecipe: Recipe = {
  name: 'roundcube',
  preset: 'roundcube',
  summary: 'Roundcube 1.6: sign-in by Postern, IMAP and SMTP by its tokens',
  render: (values) => [renderConfiguration(values)],
};

const secretFile = 'postern-client-secret';

function renderConfiguration(values: RecipeValues): RecipeFile {
  const issuer = requirePlain('issuer', values.issuer);
  const client = requirePlain('client', values.client ?? 'roundcube');
  const scope = requirePlain('scope', values.scope);
  const directory = requirePlain('directory', values.directory ?? '/etc/roundcube');
  const [imap, smtp] = [requireAddress(values, 'imap'), requireAddress(values, 'smtp')];
  requirePlain('service.name', values.service.name);
  const content = `\
<?php
// Postern for Roundcube 1.6. Goes to ${directory}/ under this name. At the end of config.inc.php:
//   include '${directory}/postern.inc.php';
//
// Roundcube is a client of its own at Postern, with a secret that is shown once when it is made. It goes into the file
// ${directory}/${secretFile}, readable by the web server alone:
//   postern clients add --preset roundcube --id ${client} --redirect-uri https://YOUR-WEBMAIL/index.php/login/oauth
//   install -m 0640 -g www-data /dev/stdin ${directory}/${secretFile}     (paste the secret, then Ctrl-D)

$config['oauth_provider'] = 'generic';
$config['oauth_provider_name'] = ${quote(values.brandName ?? 'Postern')};
$config['oauth_client_id'] = '${client}';
$config['oauth_client_secret'] = trim(file_get_contents('${directory}/${secretFile}'));
$config['oauth_auth_uri'] = '${issuer}/authorize';
$config['oauth_token_uri'] = '${issuer}/token';
// No oauth_identity_uri: who it is stands in the ID token, and a token for mail opens nothing else.
$config['oauth_scope'] = 'openid email ${scope} offline_access';
$config['oauth_identity_fields'] = ['preferred_username'];
// Straight to Postern. Without this line the page has a button for it, beside the form for app passwords.
$config['oauth_login_redirect'] = true;

$config['imap_host'] = '${url(imap)}';
$config['imap_auth_type'] = null;
$config['smtp_host'] = '${url(smtp)}';
$config['smtp_user'] = '%u';
$config['smtp_pass'] = '%p';
${describeDomain(values)}`;
  return { name: 'postern.inc.php', content, secret: false };
}

function url({ security, authority }: ServiceAddress): string {
  return { tls: 'ssl://', starttls: 'tls://', none: '' }[security] + authority;
}

/** Where a login is no address: Roundcube would write letters from the name of the IMAP server, and Postfix refuse them. */
function describeDomain({ mailLogin, mailDomains = [] }: RecipeValues): string {
  if (mailLogin === 'email') {
    return '';
  }
  const [domain = 'example.org'] = mailDomains.map((name) => requirePlain('mailDomains', name));
  const note = mailDomains.length === 0 ? ' Replace example.org, or set POSTERN_MAIL_DOMAINS.' : '';
  return `// What stands behind the @ of people's addresses, at their first sign-in.${note}
$config['mail_domain'] = '${domain}';
`;
}

/** A PHP string. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
