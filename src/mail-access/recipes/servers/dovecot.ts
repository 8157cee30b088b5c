// Dovecot 2.3: logins by bearer token, each checked by introspection (RFC 7662), and by password, each checked by Postern.

import { readServiceAddress } from '../address.ts';
import { type Recipe, type RecipeFile, type RecipeValues, requirePlain } from '../recipe.ts';
import { renderCheckScript } from './check-script.ts';

export const dovecotRecipe: Recipe = {
  name: 'dovecot',
  summary: 'Dovecot 2.3: logins by OAUTHBEARER and XOAUTH2, and by app password',
  render: (values) => {
    const plain = requirePlainValues(values);
    return [
      renderTokenDatabase(plain),
      renderPasswordDatabase(plain),
      renderMechanisms(plain),
      renderIntrospection(plain),
      renderScript(plain),
    ];
  },
};

const introspectionFile = 'dovecot-postern.conf.ext';
const scriptFile = 'dovecot-postern-check.lua';

interface PlainValues {
  readonly issuer: string;
  readonly scope: string;
  readonly service: string;
  readonly secret: string;
  readonly imap: string;
  readonly directory: string;
  /** Who vouches for Postern's certificate: a file that the administrator named. */
  readonly tlsCa: string | undefined;
  /** What mail servers know people by, in words. */
  readonly known: string;
}

function requirePlainValues({ issuer, scope, service, directory, mailLogin }: RecipeValues): PlainValues {
  return {
    issuer: requirePlain('issuer', issuer),
    scope: requirePlain('scope', scope),
    service: requirePlain('service.name', service.name),
    secret: requirePlain('service.secret', service.secret),
    imap: requirePlain('service.imap', service.imap ?? 'mail.example.test:993'),
    directory: requirePlain('directory', directory ?? '/etc/dovecot'),
    tlsCa: service.tlsCa === undefined ? undefined : requirePlain('service.tlsCa', service.tlsCa),
    known: mailLogin === 'email' ? 'mail address' : 'user name',
  };
}

function renderTokenDatabase({ directory, known }: PlainValues): RecipeFile {
  const content = `\
# Postern for Dovecot 2.3, file 1 of 5: who checks bearer tokens.
# Goes to /etc/dovecot/conf.d/ under this name, mode 0644.
#
# The name begins with 00 because Dovecot asks password databases in the order in which it reads them. One of yours
# that came first would be given each token as if it were a password, and would take a password for a token. Password
# logins do not come here ("mechanisms"), and token logins go no further ("return-fail"): a list of yours that refuses
# people ("deny = yes") must be read before this file, or the people be disabled in Postern.
#
# Your userdb stays as it is. It must know people by the ${known} that Postern has for them, which is also the one to
# enter in mail programs. With auth_cache_size set, a token or password that was ended may pass for auth_cache_ttl
# longer.

passdb {
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  # Where file 4 lies on this machine: adapt it if you put that file elsewhere.
  args = ${directory}/${introspectionFile}
  result_failure = return-fail
  result_internalfail = return-fail
}
`;
  return { name: '00-postern.conf', content, secret: false };
}

function renderPasswordDatabase({ issuer, directory, tlsCa }: PlainValues): RecipeFile {
  const content = `\
# Postern for Dovecot 2.3, file 2 of 5: who checks passwords.
# Goes to /etc/dovecot/conf.d/ under this name, mode 0644, as soon as people have their app passwords. Needs the package
# dovecot-auth-lua. Without this file password logins stay as they were, and so does every old password.
#
# From here on Postern alone decides ("return-fail"): a password database of yours that was asked afterwards would still
# take the passwords from before, without any second factor. To move people one by one, say "result_failure = continue"
# until the last one has an app password.

passdb {
  driver = lua
  mechanisms = plain login
  # Where file 5 lies on this machine: adapt it if you put that file elsewhere.
  args = file=${directory}/${scriptFile} blocking=yes
  result_failure = return-fail
  result_internalfail = return-fail
}
${tlsCa !== undefined && issuer.startsWith('https:') ? trustLines(tlsCa) : ''}`;
  return { name: '01-postern-passwords.conf', content, secret: false };
}

/** It is read before Debian's own settings, which therefore win where they name a file as well. */
function trustLines(tlsCa: string): string {
  return `
# Who vouches for Postern's certificate, beside those in ssl_client_ca_dir. The setting is Dovecot's own: if another file
# of yours names one as well, put all authorities into that one.
ssl_client_ca_file = ${tlsCa}
`;
}

function renderMechanisms({ imap, directory, service }: PlainValues): RecipeFile {
  const content = `\
# Postern for Dovecot 2.3, file 3 of 5: offers the mechanisms for tokens, and for programs such as Outlook LOGIN.
# Goes to /etc/dovecot/conf.d/ under this name, mode 0644.
#
# The name begins with 99 because the setting adds to what stands before it. If auth_mechanisms is set once more in
# /etc/dovecot/local.conf, that line wins: add "login oauthbearer xoauth2" there. Leave disable_plaintext_auth on, which
# is the default: who reads a token or password on the wire can use it, and Dovecot then takes them over TLS only. A
# mechanism that is named twice does no harm.
#
# Put in force and test, as root:
#   doveconf > /dev/null && doveadm reload
#   ${testCommand(imap)}
# The token "test" is nobody's. "Authentication failed", and no line with "Error:" in Dovecot's log, means
# that Dovecot reaches Postern and is known there. "Temporary authentication failure" means that it does not or is
# not, and the log says why: "No username returned" is a wrong secret of mail service "${service}" in
# ${directory}/${introspectionFile}; anything else is the address or the certificate.

auth_mechanisms = $auth_mechanisms login oauthbearer xoauth2
`;
  return { name: '99-postern.conf', content, secret: false };
}

/** Port 993 is TLS from the first byte; any other port is taken for STARTTLS. */
function testCommand(imap: string): string {
  const { security } = readServiceAddress('service.imap', imap);
  const url = security === 'tls' ? `imaps://${imap}/` : `--ssl-reqd imap://${imap}/`;
  return `curl -v --user somebody --oauth2-bearer test ${url}`;
}

function renderIntrospection({ issuer, service, secret, scope, directory, tlsCa }: PlainValues): RecipeFile {
  const content = `\
# Postern for Dovecot 2.3, file 4 of 5: where tokens are checked, and the secret for it.
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
${issuer.startsWith('https:') ? tlsLines(service, tlsCa) : plainHttpLines}`;
  return { name: introspectionFile, content, secret: true };
}

function tlsLines(service: string, tlsCa = '/etc/ssl/certs/ca-certificates.crt'): string {
  return `
# Who vouches for Postern's certificate. For a private authority or another system than Debian:
#   postern services set ${service} --tls-ca FILE, and this recipe once more
tls_ca_cert_file = ${tlsCa}
`;
}

const plainHttpLines = `\

# Plain http: only while Dovecot and Postern share one machine. For https name who vouches for the certificate:
#tls_ca_cert_file = /etc/ssl/certs/ca-certificates.crt
`;

function renderScript({ issuer, directory }: PlainValues): RecipeFile {
  const content = `\
-- Postern for Dovecot 2.3, file 5 of 5: asks Postern about each password.
-- Goes to ${directory}/ under this name, mode 0644: Dovecot's own user must be able to read it. The secret stays in file 4.
--
-- The address may be an inner one of the same Postern. For https its certificate is checked by ssl_client_ca_dir or
-- ssl_client_ca_file of Dovecot's own configuration, which Debian sets to /etc/ssl/certs (--tls-ca of the service: file 2).

${renderCheckScript({
  issuer,
  secret: secretFromFile(directory),
  client: '{ request_timeout_msecs = 5000, max_attempts = 1, no_auto_redirect = true }',
  protocol: 'request.service',
  address: 'request.rip',
})}`;
  return { name: scriptFile, content, secret: false, isReadByOthers: true };
}

function secretFromFile(directory: string): string {
  return `\
local secret

local function init_secret()
  -- Not yet: this runs in a process, too, that may not read the file. Those that ask may.
end

local function find_secret()
  if secret == nil then
    for line in io.lines("${directory}/${introspectionFile}") do
      secret = secret or line:match("^client_secret%s*=%s*(%S+)")
    end
  end
  return secret
end
`;
}
