// The recipes for people's programs where a reader other than our own can judge them: JSON, PHP and Python.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { packAddOn } from '../../../src/mail-access/add-on/add-on.ts';
import type { RecipeFile, RecipeValues } from '../../../src/mail-access/recipes/recipe.ts';
import { findRecipe, recipeNames } from '../../../src/mail-access/recipes/recipes.ts';
import { requirePrograms } from '../../support/components.ts';

const issuer = 'https://login.example.test';
const values = {
  issuer,
  scope: 'mail',
  service: { name: 'mx', secret: 'x', imap: 'imap.example.test:993', smtp: 'smtp.example.test:465' },
  person: { login: 'alice', address: 'alice@example.test', name: 'Alice Archer' },
};

function fileOf(recipe: string, name: string, changes: Partial<RecipeValues> = {}): RecipeFile {
  const file = findRecipe(recipe)
    ?.render({ ...values, ...changes })
    .find((one) => one.name === name);
  assert.ok(file);
  return file;
}

test('thunderbird: the policy installs the add-on that this server hands out, by its id', () => {
  const policies = JSON.parse(fileOf('thunderbird', 'policies.json').content);
  const [[id, setting]] = Object.entries(policies.policies.ExtensionSettings) as [[string, unknown]];
  assert.deepEqual(setting, {
    installation_mode: 'force_installed',
    install_url: `${issuer}/mail/thunderbird.xpi`,
  });
  const packed = packAddOn({ settings: { issuer, brandName: 'Postern' }, hosts: ['imap.example.test'] });
  const [written] = packed === undefined ? [] : readStored(packed);
  assert.equal(written?.browser_specific_settings.gecko.id, id);
});

test('getmail: the file for its helper has what the helper reads', () => {
  assert.deepEqual(JSON.parse(fileOf('getmail', 'postern-tokens.json').content), {
    scope: 'mail offline_access',
    user: 'alice',
    client_id: 'getmail',
    client_secret: '',
    auth_uri: `${issuer}/authorize`,
    token_uri: `${issuer}/token`,
  });
});

test('aerc: the address of the account is a URL with everything that it refreshes with', () => {
  const content = fileOf('aerc', 'accounts.conf', {
    person: { ...values.person, login: 'alice@example.test' },
  }).content;
  const source = new URL(
    /^source = imaps\+oauthbearer(:.*)$/m.exec(content)?.[1]?.replace(/^/, 'https') ?? '',
  );
  assert.equal(source.username, 'alice%40example.test');
  assert.deepEqual(Object.fromEntries(source.searchParams), {
    token_endpoint: `${issuer}/token`,
    client_id: 'aerc',
    scope: 'mail',
  });
  assert.match(content, /^from = Alice Archer <alice@example\.test>$/m);
});

for (const name of ['aerc', 'mutt', 'neomutt', 'msmtp', 'mbsync', 'offlineimap']) {
  const preset = name === 'mbsync' ? 'isync' : name;
  test(`${name}: its command is a Python program`, { skip: requirePrograms('python3') }, () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-python-'));
    try {
      const file = join(directory, 'command.py');
      writeFileSync(file, fileOf(name, `postern-${preset}.py`).content);
      const check = 'import ast, sys; ast.parse(open(sys.argv[1], encoding="utf-8").read())';
      execFileSync('python3', ['-c', check, file]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
}

test('every configuration that says so finds its command where the recipe was written for', () => {
  for (const name of recipeNames) {
    const files = findRecipe(name)?.render({ ...values, directory: '/home/alice/mail' }) ?? [];
    const commands = files.flatMap(({ content }) => content.match(/\/home\/alice\/mail\/[\w.-]+/g) ?? []);
    for (const command of commands.filter((path) => path.endsWith('.py'))) {
      assert.ok(
        files.some((file) => command.endsWith(`/${file.name}`)),
        `${name}: ${command}`,
      );
    }
  }
});

/** The JSON files of a zip, by the stranger's reader. */
function readStored(zip: Buffer): readonly { browser_specific_settings: { gecko: { id: string } } }[] {
  const program =
    'import io, json, sys, zipfile; z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())); print(json.dumps([json.loads(z.read(n)) for n in z.namelist()]))';
  return JSON.parse(execFileSync('python3', ['-c', program], { input: zip }).toString());
}
