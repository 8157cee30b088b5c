// What the terminal says when the demo runs: addresses, people, and what to try.

import type { Link, Tour } from './tour.ts';

export function writeGreeting({ home, links, people, steps }: Tour): string {
  const places = [
    ['Start here', home],
    ...links.map(({ text, href }) => [text.replace(/^./, (first) => first.toUpperCase()), href]),
  ];
  const persons = people.map(({ username, password, secondStep }) => [
    username,
    `password: ${password}`,
    secondStep,
  ]);
  return [
    '\nPostern is running, with two sample people. The store is gone when you stop it (Ctrl-C).\n',
    ...columns(places),
    '',
    ...columns(persons),
    '\nWhat to try:\n',
    ...steps.flatMap(({ title, way, commands = [] }, index) => [
      `  ${index + 1}. ${title}`,
      ...wrap(way.map((part) => sayPart(part, links)).join('')).map((line) => `     ${line}`),
      ...commands.map((command) => `       ${command}`),
    ]),
    '',
  ].join('\n');
}

/** Addresses that stand in the list above are not said again. */
function sayPart(part: string | Link, known: readonly Link[]): string {
  if (typeof part === 'string') {
    return part;
  }
  return known.some(({ href }) => href === part.href) ? part.text : `${part.text} (${part.href})`;
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd(),
  );
}

function wrap(text: string, width = 90): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (line.length > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = line;
    }
  }
  return lines;
}
