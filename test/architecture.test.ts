// The plan of the house, checked: directions, circles, names and the form of every file; and that each check can fail.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findCircles, listLoadedPackages } from './architecture/circles.ts';
import { judgeContents } from './architecture/contents.ts';
import { directions, judgeDirections } from './architecture/directions.ts';
import { createSource, readSources } from './architecture/sources.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readSources(root);

test('imports go down only', () => {
  assert.deepEqual(judgeDirections(sources), []);
});

test('no file imports itself in a circle', () => {
  assert.deepEqual(findCircles(sources), []);
});

test('the plan itself has no circles', () => {
  const plan = Object.entries(directions).map(([room, allowed]) => ({
    path: room,
    text: '',
    exports: [],
    imports: (typeof allowed === 'string' ? [] : allowed).map((target) => ({
      specifier: target,
      target,
      kind: 'value' as const,
    })),
  }));
  assert.deepEqual(findCircles(plan), []);
});

test('every file keeps to its form', () => {
  assert.deepEqual(judgeContents(sources), []);
});

test('no room is empty', () => {
  const folders = ['src', 'interactions'].flatMap((top) =>
    readdirSync(`${root}/${top}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length).replace(/^\/+/, '')),
  );
  const empty = folders.filter((folder) => !sources.some(({ path }) => path.startsWith(`${folder}/`)));
  assert.deepEqual(empty, []);
});

test('commands start without the web server and the provider', () => {
  for (const start of ['src/main.ts', 'src/cli/run-cli.ts', 'src/open-parts.ts']) {
    const loaded = listLoadedPackages(sources, start);
    for (const name of ['koa', '@koa/router', 'oidc-provider', 'mongodb']) {
      assert.ok(!loaded.has(name), `${start} loads ${name}`);
    }
  }
  assert.ok(listLoadedPackages(sources, 'src/app.ts').has('koa'), 'the server does load them');
});

const opening = '// A file for this test.\n\n';

/** What the checks say to a tree of one or more small files. */
function judge(files: Readonly<Record<string, string>>): readonly string[] {
  const made = Object.entries(files).map(([path, text]) => createSource(path, text));
  return [...judgeDirections(made), ...findCircles(made), ...judgeContents(made)];
}

const clock = { 'src/base/clock.ts': opening };

test('a tree in order is not blamed', () => {
  assert.deepEqual(
    judge({
      ...clock,
      'src/config/settings.ts': `${opening}import '../base/clock.ts';\nexport interface Settings {}\n`,
      'src/secrets/sealing.ts': `${opening}import type { Settings } from '../config/settings.ts';\nimport '../base/clock.ts';\n`,
      'interactions/totp/view.ts': `${opening}import 'node:fs';\nexport const totpView = 1;\n`,
      'interactions/routes.ts': `${opening}import './totp/view.ts';\n`,
      'src/app.ts': `${opening}import '../interactions/routes.ts';\n`,
      'src/cli/server/serve.ts': `${opening}const { startApp } = await import('../../app.ts');\n`,
      'src/main.ts': `#!/usr/bin/env node\n${opening}import './cli/server/serve.ts';\nprocess.env.HOME;\n`,
      'test/unit/main.test.ts': `${opening}import '../../src/main.ts';\nimport 'playwright-core';\nprocess.env.HOME;\n`,
    }),
    [],
  );
});

const blamed: readonly [what: string, files: Readonly<Record<string, string>>, why: RegExp][] = [
  [
    'an import that goes up',
    { 'src/base/a.ts': `${opening}import '../store/b.ts';\n`, 'src/store/b.ts': opening },
    /^src\/base\/a\.ts: imports \.\.\/store\/b\.ts, but base may import nothing of ours only$/,
  ],
  [
    'a type that comes from above',
    {
      'src/store/a.ts': `${opening}import type { B } from '../accounts/b.ts';\n`,
      'src/accounts/b.ts': `${opening}export interface B {}\n`,
    },
    /store may import base only/,
  ],
  [
    'a type that comes from above by import()',
    {
      'src/store/a.ts': `${opening}export type B = import('../accounts/b.ts').B;\n`,
      'src/accounts/b.ts': `${opening}export interface B {}\n`,
    },
    /store may import base only/,
  ],
  [
    'a value of config outside the front',
    { 'src/store/a.ts': `${opening}import '../config/b.ts';\n`, 'src/config/b.ts': opening },
    /store may import base only/,
  ],
  [
    'types of config imported in a way that loads the file',
    {
      'src/store/a.ts': `${opening}import { type B } from '../config/b.ts';\n`,
      'src/config/b.ts': `${opening}export interface B {}\n`,
    },
    /store may import base only/,
  ],
  ['an unknown room', { 'src/attic/a.ts': opening }, /attic is not a room of the house/],
  [
    'a step that knows its sibling',
    {
      'interactions/totp/route.ts': `${opening}import '../password/view.ts';\n`,
      'interactions/password/view.ts': opening,
    },
    /a step or page does not know its siblings/,
  ],
  [
    'the sign-in imported by another than app.ts',
    { 'src/setup/a.ts': `${opening}import '../../interactions/flow.ts';\n`, 'interactions/flow.ts': opening },
    /interactions\/ is imported by src\/app\.ts, interactions\/ only/,
  ],
  [
    'an engine imported past open-store.ts',
    { 'src/store/a.ts': `${opening}import './sqlite/b.ts';\n`, 'src/store/sqlite/b.ts': opening },
    /src\/store\/sqlite\/ is imported by src\/store\/open-store\.ts/,
  ],
  [
    'the server imported by another command than serve',
    { 'src/cli/server/setup.ts': `${opening}await import('../../app.ts');\n`, 'src/app.ts': opening },
    /src\/app\.ts is imported by src\/cli\/server\/serve\.ts only, when it runs/,
  ],
  [
    'the server loaded before it runs',
    { 'src/cli/server/serve.ts': `${opening}import '../../app.ts';\n`, 'src/app.ts': opening },
    /src\/app\.ts is imported by src\/cli\/server\/serve\.ts only, when it runs/,
  ],
  [
    'a command imported by a room',
    { 'src/app.ts': `${opening}import './cli/server/serve.ts';\n`, 'src/cli/server/serve.ts': opening },
    /src\/cli\/ is imported by src\/main\.ts, src\/cli\/ only/,
  ],
  [
    'a test imported by the product',
    { 'src/base/a.ts': `${opening}import '../../test/support/b.ts';\n`, 'test/support/b.ts': opening },
    /src and interactions stand alone/,
  ],
  [
    'a package outside its room',
    { 'src/accounts/a.ts': `${opening}import 'mongodb';\n` },
    /for src\/store\/mongo\//,
  ],
  ['a package nobody answers for', { 'src/base/a.ts': `${opening}import 'lodash/fp';\n` }, /for nobody/],
  [
    'a circle',
    { 'src/base/a.ts': `${opening}import './b.ts';\n`, 'src/base/b.ts': `${opening}import './a.ts';\n` },
    /^src\/base\/a\.ts → src\/base\/b\.ts → src\/base\/a\.ts$/,
  ],
  ['a name in camel case', { 'src/base/myClock.ts': opening }, /names are kebab-case/],
  ['a folder with a vague name', { 'test/helpers/a.ts': opening }, /"helpers" does not say what it is for/],
  ['a file with a vague name', { 'src/base/utils.ts': opening }, /"utils\.ts" does not say what it is for/],
  ['a file without its sentence', { 'src/base/a.ts': 'export const a = 1;\n' }, /opens with a comment/],
  [
    'an opening that is no sentence',
    { 'src/base/a.ts': '// clock\n\nexport const a = 1;\n' },
    /opens with a comment/,
  ],
  ['a long file', { 'src/base/a.ts': `${opening}${'\n'.repeat(249)}` }, /251 lines are more than 250/],
  ['a default export', { 'src/base/a.ts': `${opening}export default 1;\n` }, /no default exports/],
  [
    'a re-export',
    { ...clock, 'src/base/a.ts': `${opening}export { now } from './clock.ts';\n` },
    /nothing is re-exported/,
  ],
  [
    'a re-export of everything',
    { ...clock, 'src/base/a.ts': `${opening}export * from './clock.ts';\n` },
    /nothing is re-exported/,
  ],
  [
    'a re-export in two steps',
    { ...clock, 'src/base/a.ts': `${opening}import { now } from './clock.ts';\nexport { now };\n` },
    /nothing is re-exported/,
  ],
  ['a computed import', { 'src/base/a.ts': `${opening}await import(name);\n` }, /an import is computed/],
  [
    'an import without .ts',
    { ...clock, 'src/base/a.ts': `${opening}import './clock';\n` },
    /\.\/clock is no file/,
  ],
  [
    'the environment read elsewhere',
    { 'src/base/a.ts': `${opening}process.env.HOME;\n` },
    /read in src\/main\.ts only/,
  ],
  [
    'the environment imported elsewhere',
    { 'src/base/a.ts': `${opening}import { env } from 'node:process';\nenv.HOME;\n` },
    /read in src\/main\.ts only/,
  ],
];

for (const [what, files, why] of blamed) {
  test(`${what} is caught`, () => {
    const verdict = judge(files);
    assert.equal(verdict.length, 1, verdict.join('\n'));
    assert.match(verdict[0] ?? '', why);
  });
}
