// The recipes for mail servers and webmail, word by word: what they set, and what they leave alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecipeFile, RecipeValues } from '../../../src/mail-access/recipes/recipe.ts';
import { findRecipe } from '../../../src/mail-access/recipes/recipes.ts';

const values = {
  issuer: 'https://login.example.test',
  scope: 'mail',
  service: {
    name: 'mx',
    secret: 'a-secret_only.for~one-file',
    imap: 'imap.example.test:993',
    smtp: 'smtp.example.test:587',
  },
};

function render(changes: Partial<RecipeValues> = {}, name = 'dovecot'): readonly RecipeFile[] {
  const recipe = findRecipe(name);
  assert.ok(recipe);
  return recipe.render({ ...values, ...changes });
}

/** The settings a file makes, without comments. */
function settingsOf(files: readonly RecipeFile[], name: string): readonly string[] {
  const lines = files.find((file) => file.name === name)?.content.split('\n') ?? [];
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

test('dovecot: the tokens are checked with these settings', () => {
  assert.deepEqual(settingsOf(render(), 'dovecot-postern.conf.ext'), [
    'introspection_url = https://login.example.test/introspect',
    'openid_configuration_url = https://login.example.test/.well-known/openid-configuration',
    'introspection_mode = post',
    'client_id = mx',
    'client_secret = a-secret_only.for~one-file',
    'active_attribute = active',
    'active_value = true',
    'username_attribute = username',
    'scope = mail',
    'send_auth_headers = yes',
    'timeout_msecs = 5000',
    'tls_ca_cert_file = /etc/ssl/certs/ca-certificates.crt',
  ]);
});

test('dovecot: without TLS no authority is named', () => {
  const settings = settingsOf(render({ issuer: 'http://localhost:3000' }), 'dovecot-postern.conf.ext');
  assert.ok(settings.includes('introspection_url = http://localhost:3000/introspect'));
  assert.ok(!settings.some((line) => line.startsWith('tls_')));
});

test('dovecot: the files find each other in the directory they are written for', () => {
  const setting = (directory?: string) =>
    settingsOf(render({ directory }), '00-postern.conf').find((line) => line.startsWith('args'));
  assert.equal(setting(), 'args = /etc/dovecot/dovecot-postern.conf.ext');
  assert.equal(setting('/srv/mail-1'), 'args = /srv/mail-1/dovecot-postern.conf.ext');
});

test('dovecot: passwords are checked by a script that others may read, and by nobody after it', () => {
  const files = render({ directory: '/srv/mail-1' });
  assert.deepEqual(settingsOf(files, '01-postern-passwords.conf'), [
    'passdb {',
    'driver = lua',
    'mechanisms = plain login',
    'args = file=/srv/mail-1/dovecot-postern-check.lua blocking=yes',
    'result_failure = return-fail',
    'result_internalfail = return-fail',
    '}',
  ]);
  const script = files.find(({ name }) => name === 'dovecot-postern-check.lua');
  assert.equal(script?.isReadByOthers, true);
  assert.match(script.content, /^local URL = "https:\/\/login\.example\.test\/mail\/check"$/m);
  assert.match(script.content, /io\.lines\("\/srv\/mail-1\/dovecot-postern\.conf\.ext"\)/);
});

test('dovecot and dovecot24: the authority that the service names vouches, for tokens and for passwords', () => {
  const named = { service: { ...values.service, tlsCa: '/etc/ssl/own-ca.pem' } };
  const older = render(named);
  assert.ok(settingsOf(older, 'dovecot-postern.conf.ext').includes('tls_ca_cert_file = /etc/ssl/own-ca.pem'));
  assert.equal(
    settingsOf(older, '01-postern-passwords.conf').at(-1),
    'ssl_client_ca_file = /etc/ssl/own-ca.pem',
  );
  for (const { content } of render(named, 'dovecot24')) {
    assert.match(content, /ssl_client_ca_file = "?\/etc\/ssl\/own-ca\.pem\b/);
    assert.doesNotMatch(content, /ca-certificates/);
  }
  for (const { content } of render({ ...named, issuer: 'http://localhost:3000' })) {
    assert.doesNotMatch(content, /own-ca/);
  }
});

test('dovecot: mechanisms are added to those in force', () => {
  assert.deepEqual(settingsOf(render(), '99-postern.conf'), [
    'auth_mechanisms = $auth_mechanisms login oauthbearer xoauth2',
  ]);
});

test("dovecot: the test command goes to the service's own address, by TLS in any case", () => {
  const content = (imap: string) =>
    render({ service: { ...values.service, imap } })
      .map((file) => file.content)
      .join('');
  assert.match(content('imap.example.test:993'), /--oauth2-bearer test imaps:\/\/imap\.example\.test:993\//);
  assert.match(content('imap.example.test:143'), /test --ssl-reqd imap:\/\/imap\.example\.test:143\//);
});

// Dovecot 2.4 is not among the packages of Debian 12, so these files were never run: they were written from Dovecot's
// documentation and the tables of settings in its source, and every word of theirs is pinned here.
test('dovecot24: every setting, in the order of the file', () => {
  assert.deepEqual(settingsOf(render({ directory: '/srv/mail-1' }, 'dovecot24'), '00-postern.conf'), [
    'auth_mechanisms {',
    'plain = yes',
    'login = yes',
    'oauthbearer = yes',
    'xoauth2 = yes',
    '}',
    'oauth2 {',
    'introspection_url = https://login.example.test/introspect',
    'openid_configuration_url = https://login.example.test/.well-known/openid-configuration',
    'introspection_mode = post',
    'client_id = mx',
    'client_secret = a-secret_only.for~one-file',
    'active_attribute = active',
    'active_value = true',
    'username_attribute = username',
    'scope = mail',
    'send_auth_headers = yes',
    'http_client_request_timeout = 5s',
    'ssl_client_ca_file = /etc/ssl/certs/ca-certificates.crt',
    '}',
    'passdb postern {',
    'driver = lua',
    'mechanisms_filter = plain login',
    'lua_file = /srv/mail-1/dovecot-postern-check.lua',
    'lua_settings {',
    'secret = a-secret_only.for~one-file',
    '}',
    'result_failure = return-fail',
    'result_internalfail = return-fail',
    '}',
  ]);
});

test('dovecot24: the script differs from that of 2.3 in its secret, its client and two names only', () => {
  const linesOf = (name: string): readonly string[] =>
    (render({}, name).find((file) => file.name === 'dovecot-postern-check.lua')?.content ?? '')
      .split('\n')
      .filter((line) => !line.startsWith('--'));
  const [older, newer] = [linesOf('dovecot'), linesOf('dovecot24')];
  assert.deepEqual(
    newer.filter((line) => !older.includes(line)),
    [
      'local function init_secret(settings)',
      '  secret = settings.secret',
      '  client = dovecot.http.client { request_timeout = "5s", request_max_attempts = 1, auto_redirect = "no", ssl_client_ca_file = "/etc/ssl/certs/ca-certificates.crt" }',
      `    .. ',"service":' .. json(request.protocol) .. ',"remote_ip":' .. json(request.remote_ip)`,
    ],
  );
});

test('dovecot24: without TLS no authority is named', () => {
  for (const { content } of render({ issuer: 'http://localhost:3000' }, 'dovecot24')) {
    assert.doesNotMatch(content, /ssl_client/);
  }
});

const submission = [
  '-o smtpd_sasl_auth_enable=yes',
  '-o smtpd_sasl_type=dovecot',
  '-o smtpd_sasl_path=private/auth',
  '-o smtpd_sasl_security_options=noanonymous',
  '-o smtpd_client_restrictions=permit_sasl_authenticated,reject',
  '-o smtpd_sender_login_maps=regexp:/etc/postfix/postern-sender-logins',
  '-o smtpd_sender_restrictions=reject_sender_login_mismatch',
  '-o smtpd_relay_restrictions=permit_sasl_authenticated,reject',
  '-o smtpd_recipient_restrictions=permit_sasl_authenticated,reject',
];
const listeners: readonly [smtp: string, listener: string, security: readonly string[]][] = [
  ['m.test:587', '587', ['-o smtpd_tls_security_level=encrypt', '-o smtpd_tls_auth_only=yes']],
  ['m.test:465', '465', ['-o smtpd_tls_wrappermode=yes', '-o smtpd_tls_auth_only=yes']],
  ['127.0.0.1:2587', '127.0.0.1:2587', ['-o smtpd_tls_security_level=may', '-o smtpd_tls_auth_only=no']],
  ['[::1]:2587', '[::1]:2587', ['-o smtpd_tls_security_level=may', '-o smtpd_tls_auth_only=no']],
  ['localhost:2587', 'localhost:2587', ['-o smtpd_tls_security_level=may', '-o smtpd_tls_auth_only=no']],
];
for (const [smtp, listener, security] of listeners) {
  test(`postfix: ${smtp} is listened on as ${listener}, with every option`, () => {
    const files = render({ service: { ...values.service, smtp } }, 'postfix');
    assert.deepEqual(settingsOf(files, 'postfix-master.cf'), [
      `${listener} inet n - n - - smtpd`,
      '-o syslog_name=postfix/submission',
      ...security,
      ...submission,
    ]);
  });
}

test('postfix: the sockets lie in the queue directory, and names lose their domain where logins are user names', () => {
  const sockets = (spool: string) => [
    'service auth {',
    `unix_listener ${spool}/private/auth {`,
    'mode = 0660',
    'user = postfix',
    'group = postfix',
    '}',
    '}',
    'service lmtp {',
    `unix_listener ${spool}/private/dovecot-lmtp {`,
    'mode = 0600',
    'user = postfix',
    'group = postfix',
    '}',
    '}',
  ];
  assert.deepEqual(settingsOf(render({}, 'postfix'), '20-postern-postfix.conf'), [
    ...sockets('/var/spool/postfix'),
    'protocol lmtp {',
    'auth_username_format = %Ln',
    '}',
  ]);
  const byAddress = render({ spool: '/srv/q', mailLogin: 'email' }, 'postfix');
  assert.deepEqual(settingsOf(byAddress, '20-postern-postfix.conf'), sockets('/srv/q'));
});

const owners: readonly [string, Partial<RecipeValues>, readonly string[]][] = [
  [
    'the part before each of the domains',
    { mailDomains: ['example.test', 'a-b.test'] },
    ['/^([^@]+)@example\\.test$/  $1', '/^([^@]+)@a-b\\.test$/  $1'],
  ],
  ['the address itself', { mailLogin: 'email', mailDomains: ['example.test'] }, ['/^(.+@.+)$/  $1']],
  ['the part before any domain, where none is known', {}, ['/^([^@]+)@.+$/  $1']],
];
for (const [what, changes, lines] of owners) {
  test(`postfix: who may send as an address is ${what}`, () => {
    assert.deepEqual(settingsOf(render(changes, 'postfix'), 'postern-sender-logins'), lines);
  });
}

test('postfix: mail for the domains goes to Dovecot', () => {
  const main = (changes: Partial<RecipeValues>) => settingsOf(render(changes, 'postfix'), 'postfix-main.cf');
  const transport = 'virtual_transport = lmtp:unix:private/dovecot-lmtp';
  assert.deepEqual(main({ mailDomains: ['example.test', 'b.test'] }), [
    'virtual_mailbox_domains = example.test b.test',
    transport,
  ]);
  assert.deepEqual(main({}), ['virtual_mailbox_domains = example.org', transport]);
});

test('roundcube: the secret comes from a file of its own, and the name of the door is quoted', () => {
  const [file] = render({ brandName: "Alice's \\ door", directory: '/srv/webmail' }, 'roundcube');
  const lines = file?.content.split('\n').filter((line) => line.startsWith('$config'));
  assert.deepEqual(lines, [
    "$config['oauth_provider'] = 'generic';",
    "$config['oauth_provider_name'] = 'Alice\\'s \\\\ door';",
    "$config['oauth_client_id'] = 'roundcube';",
    "$config['oauth_client_secret'] = trim(file_get_contents('/srv/webmail/postern-client-secret'));",
    "$config['oauth_auth_uri'] = 'https://login.example.test/authorize';",
    "$config['oauth_token_uri'] = 'https://login.example.test/token';",
    "$config['oauth_scope'] = 'openid email mail offline_access';",
    "$config['oauth_identity_fields'] = ['preferred_username'];",
    "$config['oauth_login_redirect'] = true;",
    "$config['imap_host'] = 'ssl://imap.example.test:993';",
    "$config['imap_auth_type'] = null;",
    "$config['smtp_host'] = 'tls://smtp.example.test:587';",
    "$config['smtp_user'] = '%u';",
    "$config['smtp_pass'] = '%p';",
    "$config['mail_domain'] = 'example.org';",
  ]);
});

test('roundcube writes letters from the first domain, and where the login is an address from that', () => {
  const domains = { mailDomains: ['first.test', 'second.test'] };
  const told = (more: object) => render({ ...domains, ...more }, 'roundcube')[0]?.content ?? '';
  assert.match(told({}), /^\$config\['mail_domain'\] = 'first\.test';$/m);
  assert.doesNotMatch(told({ mailLogin: 'email' }), /mail_domain/);
});
