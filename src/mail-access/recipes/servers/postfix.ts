// Postfix: submission by whoever Dovecot lets in, each under addresses of his own, and delivery to Dovecot by LMTP.

import { isLoopback, requireAddress, type ServiceAddress } from '../address.ts';
import { type Recipe, type RecipeFile, type RecipeValues, requirePlain } from '../recipe.ts';

export const postfixRecipe: Recipe = {
  name: 'postfix',
  summary: 'Postfix: submission with the logins of Dovecot, and delivery to it by LMTP',
  render: (values) => {
    const plain = requirePlainValues(values);
    return [renderDovecot(plain), renderMaster(plain), renderMain(plain), renderSenderLogins(plain)];
  },
};

const senderLogins = 'postern-sender-logins';

interface PlainValues {
  readonly smtp: ServiceAddress;
  readonly spool: string;
  readonly directory: string;
  readonly domains: readonly string[];
  readonly mailLogin: 'username' | 'email';
}

function requirePlainValues(values: RecipeValues): PlainValues {
  requirePlain('issuer', values.issuer);
  requirePlain('service.name', values.service.name);
  return {
    smtp: requireAddress(values, 'smtp'),
    spool: requirePlain('spool', values.spool ?? '/var/spool/postfix'),
    directory: requirePlain('directory', values.directory ?? '/etc/postfix'),
    domains: (values.mailDomains ?? []).map((domain) => requirePlain('mailDomains', domain)),
    mailLogin: values.mailLogin ?? 'username',
  };
}

function renderDovecot({ spool, mailLogin }: PlainValues): RecipeFile {
  const content = `\
# Postern for Postfix, file 1 of 4: where Postfix asks Dovecot about logins, and hands over mail.
# Goes to /etc/dovecot/conf.d/ under this name, beside the files of "postern recipe dovecot". Delivery needs the package
# dovecot-lmtpd. Put in force, as root: doveconf > /dev/null && doveadm reload

service auth {
  unix_listener ${spool}/private/auth {
    mode = 0660
    user = postfix
    group = postfix
  }
}
service lmtp {
  unix_listener ${spool}/private/dovecot-lmtp {
    mode = 0600
    user = postfix
    group = postfix
  }
}
${mailLogin === 'username' ? nameBeforeDomain : ''}`;
  return { name: '20-postern-postfix.conf', content, secret: false };
}

const nameBeforeDomain = `
# Mail for alice@example.org is that of the user "alice". For Dovecot 2.4: %{user | username | lower}
protocol lmtp {
  auth_username_format = %Ln
}
`;

function renderMaster({ smtp, directory }: PlainValues): RecipeFile {
  const content = `\
# Postern for Postfix, file 2 of 4: where mail programs leave their mail. Append it to /etc/postfix/master.cf, in the
# place of what that file has for the same port; then, as root: postfix check && postfix reload
# ${securityNote(smtp)}
# Access tokens of up to about 1400 characters pass with the first line of AUTH; those of Postern are much shorter.
${listenerOf(smtp)} inet n - n - - smtpd
  -o syslog_name=postfix/submission
${securityOptions(smtp)}
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_sasl_type=dovecot
  -o smtpd_sasl_path=private/auth
  -o smtpd_sasl_security_options=noanonymous
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_sender_login_maps=regexp:${directory}/${senderLogins}
  -o smtpd_sender_restrictions=reject_sender_login_mismatch
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
`;
  return { name: 'postfix-master.cf', content, secret: false };
}

/** An address of this machine is listened on alone; any other is a public name, behind which every interface stands. */
function listenerOf({ host, port, authority }: ServiceAddress): string {
  return isLoopback(host) ? authority : String(port);
}

function securityNote({ security }: ServiceAddress): string {
  return security === 'none'
    ? 'The service is of this machine alone, so it needs no TLS; STARTTLS is offered where main.cf has a certificate.'
    : 'Needs smtpd_tls_cert_file and smtpd_tls_key_file in main.cf: logins are taken over TLS only.';
}

function securityOptions({ security }: ServiceAddress): string {
  const options: Readonly<Record<ServiceAddress['security'], readonly string[]>> = {
    tls: ['smtpd_tls_wrappermode=yes', 'smtpd_tls_auth_only=yes'],
    starttls: ['smtpd_tls_security_level=encrypt', 'smtpd_tls_auth_only=yes'],
    none: ['smtpd_tls_security_level=may', 'smtpd_tls_auth_only=no'],
  };
  return options[security].map((option) => `  -o ${option}`).join('\n');
}

function renderMain({ domains }: PlainValues): RecipeFile {
  const named = domains.length === 0 ? 'example.org' : domains.join(' ');
  const replace = domains.length === 0 ? ' Replace example.org, or set POSTERN_MAIL_DOMAINS.' : '';
  const content = `\
# Postern for Postfix, file 3 of 4: mail for these domains goes to Dovecot. Append it to /etc/postfix/main.cf, unless
# mail gets there already.${replace} A domain that stands here must not stand in mydestination.
# Dovecot says itself whom it knows. On port 25 ask it before a mail is taken, so that none has to be sent back: begin
# smtpd_recipient_restrictions with reject_unverified_recipient.
virtual_mailbox_domains = ${named}
virtual_transport = lmtp:unix:private/dovecot-lmtp
`;
  return { name: 'postfix-main.cf', content, secret: false };
}

/** Which logins may send as an address: the login itself, or the part before the domain. */
function renderSenderLogins({ directory, domains, mailLogin }: PlainValues): RecipeFile {
  const lines = mailLogin === 'email' ? ['/^(.+@.+)$/  $1'] : domains.map(senderLine);
  const open = `\
# No domain is known (POSTERN_MAIL_DOMAINS): alice may send as alice at any domain.
/^([^@]+)@.+$/  $1
`;
  const content = `\
# Postern for Postfix, file 4 of 4: who may send as which address; each line is an address and the user names for it.
# Goes to ${directory}/ under this name. Once it is there, it is yours: it is never replaced.
# Add lines for aliases and shared mailboxes on top, such as
#   /^info@example\\.org$/  ${mailLogin === 'email' ? 'alice@example.org, bob@example.org' : 'alice, bob'}
# The names are those that mail servers know people by (POSTERN_MAIL_LOGIN=${mailLogin}).
${lines.length === 0 ? open : `${lines.join('\n')}\n`}`;
  return { name: senderLogins, content, secret: false, isEdited: true };
}

function senderLine(domain: string): string {
  return `/^([^@]+)@${domain.replaceAll('.', '\\.')}$/  $1`;
}
