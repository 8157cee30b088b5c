// Dovecot 2.3: logins by bearer token (OAUTHBEARER, XOAUTH2), each token checked by introspection (RFC 7662).

import { type Recipe, type RecipeFile, type RecipeValues, requirePlain } from './recipe.ts';

export const dovecotRecipe: Recipe = {
  name: 'dovecot',
  summary: 'Dovecot 2.3: IMAP, POP3 and submission logins by OAUTHBEARER and XOAUTH2',
  render: (values) => {
    const plain = requirePlainValues(values);
    return [renderPasswordDatabase(plain), renderMechanisms(plain), renderIntrospection(plain)];
  },
};

const introspectionFile = 'dovecot-postern.conf.ext';

interface PlainValues {
  readonly issuer: string;
  readonly scope: string;
  readonly service: string;
  readonly secret: string;
  readonly imap: string;
  readonly directory: string;
}

function requirePlainValues({ issuer, scope, service, directory }: RecipeValues): PlainValues {
  return {
    issuer: requirePlain('issuer', issuer),
    scope: requirePlain('scope', scope),
    service: requirePlain('service.name', service.name),
    secret: requirePlain('service.secret', service.secret),
    imap: requirePlain('service.imap', service.imap ?? 'mail.example.test:993'),
    directory: requirePlain('directory', directory ?? '/etc/dovecot'),
  };
}

function renderPasswordDatabase({ directory }: PlainValues): RecipeFile {
  const content = `\
# Postern for Dovecot 2.3, file 1 of 3: who checks bearer tokens.
# Goes to /etc/dovecot/conf.d/ under this name, mode 0644.
#
# The name begins with 00 because Dovecot asks password databases in the order in which it reads them. One of yours
# that came first would be given each token as if it were a password, and would take a password for a token. Password
# logins do not come here ("mechanisms"), and token logins go no further ("return-fail"): a list of yours that refuses
# people ("deny = yes") must be read before this file, or the people be disabled in Postern.
#
# Your userdb stays as it is. It must know people by the user name that Postern has for them, which is also the one to
# enter in mail programs. With auth_cache_size set, a token that was ended may pass for auth_cache_ttl longer.

passdb {
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  # Where file 3 lies on this machine: adapt it if you put that file elsewhere.
  args = ${directory}/${introspectionFile}
  result_failure = return-fail
  result_internalfail = return-fail
}
`;
  return { name: '00-postern.conf', content, secret: false };
}

function renderMechanisms({ imap, directory, service }: PlainValues): RecipeFile {
  const content = `\
# Postern for Dovecot 2.3, file 2 of 3: offers the two bearer token mechanisms beside those you have.
# Goes to /etc/dovecot/conf.d/ under this name, mode 0644.
#
# The name begins with 99 because the setting adds to what stands before it. If auth_mechanisms is set once more in
# /etc/dovecot/local.conf, that line wins: add "oauthbearer xoauth2" there. Leave disable_plaintext_auth on, which is
# the default: who reads a token on the wire can use it, and Dovecot then takes tokens over TLS only.
#
# Put in force and test, as root:
#   doveconf > /dev/null && doveadm reload
#   ${testCommand(imap)}
# The token "test" is nobody's. "Authentication failed", with "Provided token is not valid" in Dovecot's log, means
# that Dovecot reaches Postern and is known there. "Temporary authentication failure" means that it does not or is
# not, and the log says why: "No username returned" is a wrong secret of mail service "${service}" in
# ${directory}/${introspectionFile}; anything else is the address or the certificate.

auth_mechanisms = $auth_mechanisms oauthbearer xoauth2
`;
  return { name: '99-postern.conf', content, secret: false };
}

/** Port 993 is TLS from the first byte; any other port is taken for STARTTLS. */
function testCommand(imap: string): string {
  const url = imap.endsWith(':993') ? `imaps://${imap}/` : `--ssl-reqd imap://${imap}/`;
  return `curl -v --user somebody --oauth2-bearer test ${url}`;
}

function renderIntrospection({ issuer, service, secret, scope, directory }: PlainValues): RecipeFile {
  const content = `\
# Postern for Dovecot 2.3, file 3 of 3: where tokens are checked, and the secret for it.
# Goes to ${directory}/ under this name, owner root, mode 0600: the secret is that of mail service "${service}".

# The first address may be an inner one of the same Postern; the second is shown to mail programs and stays.
introspection_url = ${issuer}/introspect
openid_configuration_url = ${issuer}/.well-known/openid-configuration
introspection_mode = post
client_id = ${service}
client_secret = ${secret}

# Leave these four as they are: "username" is compared with the name that was typed and must be equal to it, and of two
# scopes some releases of Dovecot ask for both, others for either.
active_attribute = active
active_value = true
username_attribute = username
scope = ${scope}

# Tells Postern from which address the person logs in, and to what.
send_auth_headers = yes
timeout_msecs = 5000
${issuer.startsWith('https:') ? tlsLines : plainHttpLines}`;
  return { name: introspectionFile, content, secret: true };
}

const tlsLines = `\

# Who vouches for Postern's certificate. Adapt it for a private authority or another system than Debian.
tls_ca_cert_file = /etc/ssl/certs/ca-certificates.crt
`;

const plainHttpLines = `\

# Plain http: only while Dovecot and Postern share one machine. For https name who vouches for the certificate:
#tls_ca_cert_file = /etc/ssl/certs/ca-certificates.crt
`;
