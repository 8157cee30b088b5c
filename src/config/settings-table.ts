// The README's table of settings, made from THE table.

import { listSettingRows, type SettingRow } from './settings.ts';

const start = '<!-- settings -->';
const end = '<!-- /settings -->';

/** A Markdown table with one row for each setting. */
export function renderSettingsTable(): string {
  const rows = listSettingRows().map(([, row]) => `| ${nameOf(row)} | ${defaultOf(row)} | ${row.meaning} |`);
  return ['| name | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

/** The text with a fresh table between its two marker comments; throws where they are missing. */
export function replaceSettingsTable(text: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`the markers ${start} and ${end} are missing`);
  }
  return `${text.slice(0, from + start.length)}\n${renderSettingsTable()}\n${text.slice(to)}`;
}

function nameOf(row: SettingRow): string {
  return row.secret ? `\`${row.name}\` (or \`…_FILE\`)` : `\`${row.name}\``;
}

function defaultOf(row: SettingRow): string {
  return row.default ? `\`${row.default}\`` : (row.withoutIt ?? '–');
}
