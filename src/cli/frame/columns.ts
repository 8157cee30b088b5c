// Text that people read in a terminal: columns, dates, and nothing that could steer the terminal.

/** Control characters, line breaks of every kind, and characters that turn the direction of writing. */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Marks what would steer the terminal instead of obeying it: names and addresses come from strangers. */
export function plain(text: string): string {
  return text.replace(steering, '\ufffd');
}

/** Rows under headings, each column as wide as its widest cell. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows].map((row) => row.map(plain));
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => lengthOf(line[column]))));
  return lines.map((line) => formatLine(line, widths)).join('\n');
}

/** One fact a line: its name, then its value. Facts without a value are left out. */
export function formatFacts(facts: readonly (readonly [name: string, value: string | undefined])[]): string {
  const known = facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  const width = Math.max(0, ...known.map(([name]) => lengthOf(name)));
  return known
    .map((fact) =>
      formatLine(
        fact.map((cell) => plain(cell)),
        [width, 0],
      ),
    )
    .join('\n');
}

/** `25 Nov 2026, 00:12 UTC`, on every machine: people are told such times by others. */
export function formatDate(milliseconds: number): string {
  const form = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Date(milliseconds).toLocaleString('en-GB', form)} UTC`;
}

/** Black on white whatever the colours of the terminal: cameras do not read a QR code that is light on dark. */
export function onPaper(drawing: string): string {
  return drawing
    .split('\n')
    .map((line) => `\x1b[30;107m${line}\x1b[0m`)
    .join('\n');
}

function formatLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - lengthOf(cell))))
    .join('  ')
    .trimEnd();
}

function lengthOf(text = ''): number {
  return [...text].length;
}
