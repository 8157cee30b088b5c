// Recipes as texts: what they hold, where the secret goes, what they refuse to write.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type RecipeFile,
  RecipeInputError,
  type RecipeValues,
} from '../../../src/mail-access/recipes/recipe.ts';
import { findRecipe, recipeNames } from '../../../src/mail-access/recipes/recipes.ts';

const values = {
  issuer: 'https://login.example.test',
  scope: 'mail',
  service: { name: 'mx', secret: 'a-secret_only.for~one-file' },
};

function render(changes: Partial<RecipeValues> = {}, name = 'dovecot'): readonly RecipeFile[] {
  const recipe = findRecipe(name);
  assert.ok(recipe);
  return recipe.render({ ...values, ...changes });
}

test('every recipe is found by its name, and an unknown one is not', () => {
  assert.deepEqual(recipeNames, ['dovecot']);
  for (const name of recipeNames) {
    assert.equal(findRecipe(name)?.name, name);
  }
  assert.equal(findRecipe('exchange'), undefined);
});

for (const name of recipeNames) {
  test(`${name}: the secret stands in the files marked secret and nowhere else`, () => {
    const files = render({}, name);
    assert.ok(files.some(({ secret }) => secret));
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
    }
  });

  const broken: Readonly<Record<string, Partial<RecipeValues>>> = {
    issuer: { issuer: 'https://login.example.test\ninclude x' },
    scope: { scope: 'mail imap' },
    'service.name': { service: { ...values.service, name: 'mx # comment' } },
    'service.secret': { service: { ...values.service, secret: 'half$half' } },
    'service.imap': { service: { ...values.service, imap: 'mail.example.test:993; rm -r' } },
    directory: { directory: '/etc/my dovecot' },
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

test('dovecot: mechanisms are added to those in force', () => {
  assert.deepEqual(settingsOf(render(), '99-postern.conf'), [
    'auth_mechanisms = $auth_mechanisms oauthbearer xoauth2',
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
