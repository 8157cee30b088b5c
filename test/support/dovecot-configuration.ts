// The configuration of an administrator who had a Dovecot before Postern came, as conf.d files around the recipe's own.

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

export interface DovecotConfiguration {
  readonly directory: string;
  readonly recipes: readonly string[];
  readonly imapPort: number;
  readonly pop3Port: number;
  readonly passwords?: Readonly<Record<string, string>>;
  readonly settings?: string;
  readonly users?: readonly string[];
}

/** Writes everything below `directory`; answers the path for `dovecot -c`. */
export function writeDovecotConfiguration(configuration: DovecotConfiguration): string {
  const { directory, recipes } = configuration;
  // Dovecot's own users must be able to walk to the sockets and mailboxes below.
  chmodSync(directory, 0o755);
  for (const name of ['conf.d', 'mail']) {
    mkdirSync(join(directory, name));
  }
  // World-writable like a spool: whichever user delivers makes a home of his own in it.
  chmodSync(join(directory, 'mail'), 0o1777);
  const write = (name: string, content: string): void => writeFileSync(join(directory, name), content);
  write(
    'passwords',
    Object.entries(configuration.passwords ?? {})
      .map(toPasswordLine)
      .join(''),
  );
  write('users', (configuration.users ?? []).map((name) => `${name}::::::\n`).join(''));
  write('conf.d/10-existing.conf', renderExisting(configuration));
  write('dovecot.conf', renderPrivate(configuration));
  for (const recipe of recipes) {
    for (const name of readdirSync(recipe).filter((name) => name.endsWith('.conf'))) {
      copyFileSync(join(recipe, name), join(directory, 'conf.d', name));
    }
  }
  return join(directory, 'dovecot.conf');
}

function toPasswordLine([name, password]: [string, string]): string {
  return `${name}:{PLAIN}${password}\n`;
}

/** What the administrator had: passwords in a file, everybody's mail below one directory. */
function renderExisting({ directory, settings = '', users }: DovecotConfiguration): string {
  return `
auth_mechanisms = plain
passdb {
  driver = passwd-file
  args = ${directory}/passwords
}
${users === undefined ? renderAnybody(directory) : renderUsers(directory)}
${settings}
`;
}

function renderAnybody(directory: string): string {
  return `
userdb {
  driver = static
  args = ${owner()} home=${directory}/mail/%n allow_all_users=yes
}
`;
}

/** By exactly these names, as system users are. */
function renderUsers(directory: string): string {
  return `
userdb {
  driver = passwd-file
  args = username_format=%u ${directory}/users
  override_fields = ${owner()} home=${directory}/mail/%u
}
`;
}

function owner(): string {
  return isRoot() ? 'uid=mail gid=mail' : `uid=${process.getuid?.()} gid=${process.getgid?.()}`;
}

/** What makes it private, quick to fail and talkative. Only for tests: no delay, no penalty, no TLS. */
function renderPrivate({ directory, imapPort, pop3Port }: DovecotConfiguration): string {
  return `
base_dir = ${directory}/run
state_dir = ${directory}/state
log_path = ${directory}/log
listen = 127.0.0.1
protocols = imap pop3 lmtp
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
first_valid_uid = 1
auth_failure_delay = 0
auth_verbose = yes
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service pop3-login {
  inet_listener pop3 {
    port = ${pop3Port}
  }
  inet_listener pop3s {
    port = 0
  }
}
${isRoot() ? '' : renderRootless()}
!include conf.d/*.conf
`;
}

/** Without root nothing can change its user or root directory. */
function renderRootless(): string {
  const user = userInfo().username;
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  const services = ['imap-login', 'pop3-login', 'anvil', 'stats'];
  return [
    `default_internal_user = ${user}`,
    `default_internal_group = ${group}`,
    `default_login_user = ${user}`,
    ...services.map((service) => `service ${service} {\n  chroot =\n}`),
  ].join('\n');
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
