// Dovecot 2.4: the same as for 2.3 in the newer syntax, written from Dovecot's documentation and settings source.

import { type Recipe, type RecipeFile, type RecipeValues, requirePlain } from '../recipe.ts';
import { renderCheckScript } from './check-script.ts';

export const dovecot24Recipe: Recipe = {
  name: 'dovecot24',
  summary: 'Dovecot 2.4: the same in its newer syntax',
  render: (values) => {
    const plain = requirePlainValues(values);
    return [renderConfiguration(plain), renderScript(plain)];
  },
};

const scriptFile = 'dovecot-postern-check.lua';

interface PlainValues {
  readonly issuer: string;
  readonly scope: string;
  readonly service: string;
  readonly secret: string;
  readonly directory: string;
  /** Who vouches for Postern's certificate. */
  readonly authorities: string;
  /** What mail servers know people by, in words. */
  readonly known: string;
}

function requirePlainValues({ issuer, scope, service, directory, mailLogin }: RecipeValues): PlainValues {
  if (service.imap !== undefined) {
    requirePlain('service.imap', service.imap);
  }
  return {
    issuer: requirePlain('issuer', issuer),
    scope: requirePlain('scope', scope),
    service: requirePlain('service.name', service.name),
    secret: requirePlain('service.secret', service.secret),
    directory: requirePlain('directory', directory ?? '/etc/dovecot'),
    authorities: requirePlain('service.tlsCa', service.tlsCa ?? '/etc/ssl/certs/ca-certificates.crt'),
    known: mailLogin === 'email' ? 'mail address' : 'user name',
  };
}

function renderConfiguration(values: PlainValues): RecipeFile {
  const { issuer, scope, service, secret, directory, authorities, known } = values;
  const content = `\
# Postern for Dovecot 2.4, file 1 of 2: who checks tokens and passwords.
# Goes to /etc/dovecot/conf.d/ under this name, owner root, mode 0600: the secret is that of mail service "${service}".
#
# Your userdb stays as it is. It must know people by the ${known} that Postern has for them. The mechanisms are added
# to those in force, unless another file sets "auth_mechanisms = …" as a whole: add them there.
# With auth_cache_size set, a token or password that was ended may pass for auth_cache_ttl longer.
# Put in force, as root: doveconf > /dev/null && doveadm reload

auth_mechanisms {
  plain = yes
  login = yes
  oauthbearer = yes
  xoauth2 = yes
}

# Tokens. The first address may be an inner one of the same Postern; the second is shown to mail programs and stays.
oauth2 {
  introspection_url = ${issuer}/introspect
  openid_configuration_url = ${issuer}/.well-known/openid-configuration
  introspection_mode = post
  client_id = ${service}
  client_secret = ${secret}
  # Without these two Dovecot does not look whether a token is still good.
  active_attribute = active
  active_value = true
  username_attribute = username
  scope = ${scope}
  # Tells Postern from which address the person logs in, and to what.
  send_auth_headers = yes
  http_client_request_timeout = 5s
${issuer.startsWith('https:') ? `  ssl_client_ca_file = ${authorities}\n` : ''}}

# Passwords: from here on Postern alone decides. Leave this section out for as long as password logins are to stay as
# they were. Needs the package dovecot-auth-lua, and must be read before other password databases.
passdb postern {
  driver = lua
  mechanisms_filter = plain login
  # Where file 2 lies on this machine: adapt it if you put that file elsewhere.
  lua_file = ${directory}/${scriptFile}
  lua_settings {
    secret = ${secret}
  }
  result_failure = return-fail
  result_internalfail = return-fail
}
`;
  return { name: '00-postern.conf', content, secret: true };
}

function renderScript({ issuer, directory, authorities }: PlainValues): RecipeFile {
  const authority = issuer.startsWith('https:') ? `, ssl_client_ca_file = "${authorities}"` : '';
  const content = `\
-- Postern for Dovecot 2.4, file 2 of 2: asks Postern about each password.
-- Goes to ${directory}/ under this name, mode 0644: Dovecot's own user must be able to read it. The secret stays in file 1.
-- The address may be an inner one of the same Postern.

${renderCheckScript({
  issuer,
  secret: secretFromSettings,
  client: `{ request_timeout = "5s", request_max_attempts = 1, auto_redirect = "no"${authority} }`,
  protocol: 'request.protocol',
  address: 'request.remote_ip',
})}`;
  return { name: scriptFile, content, secret: false, isReadByOthers: true };
}

const secretFromSettings = `\
local secret

local function init_secret(settings)
  secret = settings.secret
end

local function find_secret()
  return secret
end
`;
