// Recipes as texts: what they hold, where the secret goes, what they refuse to write.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback } from '../../../src/mail-access/recipes/address.ts';
import {
  type RecipeFile,
  RecipeInputError,
  type RecipeValues,
} from '../../../src/mail-access/recipes/recipe.ts';
import { findRecipe, recipeNames } from '../../../src/mail-access/recipes/recipes.ts';

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

const servers = ['dovecot', 'dovecot24', 'postfix', 'roundcube'];
const programs = ['thunderbird', 'aerc', 'mutt', 'neomutt', 'msmtp', 'mbsync', 'offlineimap', 'getmail'];

function render(changes: Partial<RecipeValues> = {}, name = 'dovecot'): readonly RecipeFile[] {
  const recipe = findRecipe(name);
  assert.ok(recipe);
  return recipe.render({ ...values, ...changes });
}

/** All files of a recipe as one text. */
function textOf(name: string, changes: Partial<RecipeValues> = {}): string {
  return render(changes, name)
    .map(({ content }) => content)
    .join('\n');
}

test('every recipe is found by its name, and an unknown one is not', () => {
  assert.deepEqual(recipeNames, [...servers, ...programs]);
  for (const name of recipeNames) {
    assert.equal(findRecipe(name)?.name, name);
  }
  assert.equal(findRecipe('exchange'), undefined);
});

for (const name of recipeNames) {
  test(`${name}: the secret stands in the files marked secret and nowhere else`, () => {
    const files = render({}, name);
    assert.equal(
      files.some(({ secret }) => secret),
      name.startsWith('dovecot'),
    );
    for (const { secret, content } of files) {
      assert.equal(content.includes(values.service.secret), secret);
    }
  });

  test(`${name}: every file has a plain name of its own and ends with one line break`, () => {
    const files = render({}, name);
    assert.equal(new Set(files.map((file) => file.name)).size, files.length);
    for (const file of files) {
      assert.match(file.name, /^[a-z0-9][a-z0-9.-]*$/);
      assert.match(file.content, /[^\n]\n$/);
      assert.doesNotMatch(file.content, /undefined|\[object/);
      assert.doesNotMatch(file.content, / +$/m);
    }
  });

  const broken: Readonly<Record<string, Partial<RecipeValues>>> = {
    'service.name': { service: { ...values.service, name: 'mx # comment' } },
    ...(name === 'postfix'
      ? { spool: { spool: '/var/my spool' }, mailDomains: { mailDomains: ['example.test $x'] } }
      : { issuer: { issuer: 'https://login.example.test\ninclude x' } }),
    ...(name.startsWith('dovecot')
      ? { 'service.secret': { service: { ...values.service, secret: 'half$half' } } }
      : {}),
    ...(name === 'postfix' || name === 'msmtp'
      ? { 'service.smtp': { service: { ...values.service, smtp: 'mail.example.test:587; rm -r' } } }
      : { 'service.imap': { service: { ...values.service, imap: 'mail.example.test:993; rm -r' } } }),
    ...(name === 'thunderbird' ? {} : { directory: { directory: '/etc/my dovecot' } }),
    ...(programs.includes(name)
      ? {
          client: { client: 'half half' },
          'person.login': { person: { login: 'half"half', address: 'alice@example.test' } },
        }
      : {}),
  };
  for (const [field, changes] of Object.entries(broken)) {
    test(`${name}: a ${field} that would break its line is refused, named and not shown`, () => {
      assert.throws(
        () => render(changes, name),
        (error) =>
          error instanceof RecipeInputError && error.field === field && !/ x|half|rm /.test(error.message),
      );
    });
  }
}

const needed: Readonly<Record<string, readonly ('imap' | 'smtp')[]>> = {
  dovecot: [],
  dovecot24: [],
  postfix: ['smtp'],
  roundcube: ['imap', 'smtp'],
  thunderbird: ['imap', 'smtp'],
  aerc: ['imap', 'smtp'],
  mutt: ['imap', 'smtp'],
  neomutt: ['imap', 'smtp'],
  msmtp: ['smtp'],
  mbsync: ['imap'],
  offlineimap: ['imap'],
  getmail: ['imap'],
};

for (const [name, protocols] of Object.entries(needed)) {
  for (const protocol of ['imap', 'smtp'] as const) {
    const isNeeded = protocols.includes(protocol);
    test(`${name} ${isNeeded ? 'names the option when it lacks' : 'does without'} an address for ${protocol}`, () => {
      const changes = { service: { ...values.service, [protocol]: undefined } };
      if (!isNeeded) {
        assert.ok(render(changes, name).length > 0);
        return;
      }
      assert.throws(() => render(changes, name), {
        name: 'RecipeInputError',
        field: `service.${protocol}`,
        message: new RegExp(`^--${protocol} HOST:PORT is missing: mail service "mx" `),
      });
    });
  }
}

const presets: Readonly<Record<string, string>> = { mbsync: 'isync' };
for (const name of ['roundcube', ...programs]) {
  const preset = presets[name] ?? name;
  test(`${name}: is the client "${preset}" unless the administrator chose another id, and says how it is added`, () => {
    assert.match(textOf(name), new RegExp(`postern clients add --preset ${preset} --id ${preset}\\b`));
    const chosen = textOf(name, { client: 'my-program' });
    assert.match(chosen, new RegExp(`postern clients add --preset ${preset} --id my-program\\b`));
    assert.doesNotMatch(chosen, new RegExp(`client_id['"]?\\s*[=:]\\s*['"]?${preset}\\b`));
  });
}

for (const name of programs) {
  test(`${name}: opens the mailbox of the person it is for, whatever the login looks like`, () => {
    const person = { login: 'älice+x@example.test', address: 'alice@example.test', name: 'Alice "A" Archer' };
    const text = textOf(name, { person });
    assert.ok(text.includes(person.login) || text.includes(encodeURIComponent(person.login)));
    assert.doesNotMatch(text, /LOGIN/);
    assert.doesNotMatch(text, /"A"/);
    assert.match(textOf(name), /Replace LOGIN by the person's user name/);
  });
}

const securities: readonly [string, string, string, readonly RegExp[]][] = [
  ['roundcube', 'm.test:993', 'm.test:465', [/'ssl:\/\/m\.test:993'/, /'ssl:\/\/m\.test:465'/]],
  ['roundcube', 'm.test:143', 'm.test:587', [/'tls:\/\/m\.test:143'/, /'tls:\/\/m\.test:587'/]],
  ['roundcube', '127.0.0.1:143', '[::1]:587', [/= '127\.0\.0\.1:143'/, /= '\[::1\]:587'/]],
  [
    'aerc',
    'm.test:993',
    'm.test:465',
    [/= imaps\+oauthbearer:\/\//, /= smtps\+oauthbearer:/, /^smtp-starttls = no$/m],
  ],
  [
    'aerc',
    'm.test:143',
    'm.test:587',
    [/= imap\+oauthbearer:/, /= smtp\+oauthbearer:/, /^smtp-starttls = yes$/m],
  ],
  [
    'aerc',
    '127.0.0.1:143',
    '127.0.0.1:25',
    [/= imap\+oauthbearer\+insecure:/, /= smtp\+oauthbearer:/, /^smtp-starttls = no$/m, /smtp\+insecure/],
  ],
  [
    'mutt',
    'm.test:993',
    'm.test:465',
    [/imaps:\/\/m\.test:993/, /smtps:\/\/LOGIN@m\.test:465/, /force_tls = yes/],
  ],
  [
    'mutt',
    '127.0.0.1:143',
    '127.0.0.1:25',
    [/"imap:\/\/127/, /"smtp:\/\/LOGIN@127/, /force_tls = no/, /over TLS only/, /services set mx --imap/],
  ],
  ['msmtp', '', 'm.test:465', [/^tls on\ntls_starttls off$/m]],
  ['msmtp', '', 'm.test:587', [/^tls on\ntls_starttls on$/m]],
  ['mbsync', '[2001:db8::7]:993', '', [/^Host 2001:db8::7\nPort 993$/m, /^SSLType IMAPS$/m]],
  ['offlineimap', 'm.test:143', '', [/^ssl = no\nstarttls = yes\nsslcacertfile = OS-DEFAULT$/m]],
  ['getmail', 'm.test:993', '', [/^type = SimpleIMAPSSLRetriever$/m]],
];
for (const name of ['mutt', 'neomutt', 'aerc', 'msmtp', 'mbsync', 'offlineimap']) {
  test(`${name}: without the device flow no file speaks of another machine`, () => {
    assert.match(textOf(name), /authflow devicecode/);
    assert.doesNotMatch(textOf(name, { deviceFlow: false }), /authflow|any other/);
  });
}

test('getmail: a port that begins with STARTTLS is refused, with the option that names it', () => {
  const starting = { ...values.service, imap: 'm.test:143' };
  assert.throws(
    () => textOf('getmail', { service: starting }),
    /--imap names port 143, which begins with STARTTLS/,
  );
});

for (const [name, imap, smtp, expected] of securities) {
  test(`${name}: the port decides how the connection to ${imap || smtp} is kept secret`, () => {
    const addresses = { ...(imap ? { imap } : {}), ...(smtp ? { smtp } : {}) };
    const text = textOf(name, { service: { ...values.service, ...addresses } });
    for (const pattern of expected) {
      assert.match(text, pattern);
    }
  });
}

for (const name of programs) {
  test(`${name}: where mail servers know people by address, the address is what is still to be replaced`, () => {
    const text = textOf(name, { mailLogin: 'email', mailDomains: ['example.test'] });
    assert.match(text, /Replace LOGIN by what stands before the @ of the person's address/);
    assert.doesNotMatch(text.replaceAll('Replace LOGIN', ''), /LOGIN(?!@example\.test|%40example\.test)/);
  });
}

test('servers are told whether they must know people by user name or by address', () => {
  for (const name of ['dovecot', 'dovecot24']) {
    assert.match(textOf(name), /know people by the user name that Postern has/);
    assert.match(textOf(name, { mailLogin: 'email' }), /know people by the mail address that Postern has/);
  }
  assert.match(textOf('postfix'), /^# {3}\/\^info@example\\\.org\$\/ {2}alice, bob$/m);
  assert.match(textOf('postfix', { mailLogin: 'email' }), / {2}alice@example\.org, bob@example\.org$/m);
});

test('a program is found by its other name', () => {
  assert.equal(findRecipe('isync')?.name, 'mbsync');
});

test('only an address of this machine is this machine', () => {
  for (const host of ['localhost', '::1', '127.0.0.1', '127.8.9.1']) {
    assert.equal(isLoopback(host), true, host);
  }
  for (const host of ['127.evil.example', '127.0.0.1.example.org', '128.0.0.1', 'localhost.example.org']) {
    assert.equal(isLoopback(host), false, host);
  }
});
