// Lines of comma-separated values (RFC 4180, without line breaks inside a value), as programs for hardware tokens write them.

import type { FactorRow, RowProblem } from '../../accounts/second-factor/changes/import-factors.ts';

const header = ['username', 'url', 't0'];

export interface FactorLines {
  readonly rows: readonly FactorRow[];
  readonly problems: readonly RowProblem[];
}

/** Lines `username,url[,t0]`. Empty lines and a first line that names the columns are skipped. */
export function readFactorLines(text: string): FactorLines {
  const rows: FactorRow[] = [];
  const problems: RowProblem[] = [];
  for (const [index, written] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = index + 1;
    const cells = splitLine(written);
    if (cells === undefined || cells.length > 3 || (cells.length < 2 && cells[0] !== '')) {
      const reason = 'must be username,url or username,url,t0; a value with a comma stands in quotes';
      problems.push({ line, field: 'the line', reason });
    } else if (cells.length > 1 && !(index === 0 && isHeader(cells))) {
      const [username = '', url = '', t0 = ''] = cells;
      rows.push({ line, username, url, t0 });
    }
  }
  return { rows, problems };
}

/** Undefined where quotes do not fit. */
function splitLine(line: string): readonly string[] | undefined {
  const pattern = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  const cells: string[] = [];
  for (;;) {
    const match = pattern.exec(line.trim());
    if (match === null) {
      return undefined;
    }
    const [, quoted, bare = '', end] = match;
    cells.push((quoted?.replaceAll('""', '"') ?? bare).trim());
    if (end === '') {
      return cells;
    }
  }
}

function isHeader(cells: readonly string[]): boolean {
  return cells.every((cell, column) => cell.toLowerCase() === header[column]);
}
