// The README's table of settings is the one in the code.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { listSettingRows } from '../../../src/config/settings.ts';
import { renderSettingsTable, replaceSettingsTable } from '../../../src/config/settings-table.ts';

test('the README holds the table of settings as it is now', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  assert.equal(readme, replaceSettingsTable(readme), 'the table is stale: run `npm run settings-table`');
});

test('every setting has one row with its default and meaning', () => {
  const lines = renderSettingsTable().split('\n');
  assert.equal(lines.length, 2 + listSettingRows().length);
  assert.ok(
    lines.includes(
      '| `POSTERN_SUPPORT` | – | name, address, phone or URL shown wherever a person needs an administrator |',
    ),
  );
  assert.match(lines.join('\n'), /\| `POSTERN_STORE` \(or `…_FILE`\) \| `sqlite:<data dir>\/postern\.db` \|/);
});

test('only what stands between the markers is replaced', () => {
  const text = 'before\n<!-- settings -->\nstale\n<!-- /settings -->\nafter\n';
  const [before, rest = ''] = replaceSettingsTable(text).split('<!-- settings -->');
  assert.equal(before, 'before\n');
  assert.match(rest, /^\n\| name \| default \| meaning \|\n/);
  assert.match(rest, /\n<!-- \/settings -->\nafter\n$/);
  assert.doesNotMatch(rest, /stale/);
});

test('a text without markers is refused', () => {
  assert.throws(() => replaceSettingsTable('# Postern'), /markers/);
});
