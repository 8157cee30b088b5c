// Variables that look like settings and are none: most of them are slips of the pen.

import { listSettingRows } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const names = listSettingRows().flatMap(([, row]) =>
  row.secret ? [row.name, `${row.name}_FILE`] : [row.name],
);

/** One line for each `POSTERN_*` variable that means nothing; `POSTERN_TEST_*` belongs to the tests. */
export function findUnknownSettings(env: Environment): readonly string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('POSTERN_') && !name.startsWith('POSTERN_TEST_'))
    .filter((name) => !names.includes(name) && !isServiceLink(name, env[name] ?? ''))
    .sort()
    .map((name) => `${name} is not a setting${suggest(name)}`);
}

/**
 * Kubernetes and container links describe a service called `postern` or `postern-…` to every container near it
 * (`POSTERN_SERVICE_HOST`, `POSTERN_PORT=tcp://…`, `POSTERN_PORT_3000_TCP_ADDR`): facts about it, no settings of it.
 */
function isServiceLink(name: string, value: string): boolean {
  return (
    /_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?$/.test(name) ||
    (name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(value))
  );
}

function suggest(name: string): string {
  const [nearest] = names
    .map((known) => ({ known, distance: countEdits(name.toUpperCase(), known) }))
    .sort((one, other) => one.distance - other.distance);
  return nearest !== undefined && nearest.distance <= 2 ? `; did you mean ${nearest.known}?` : '';
}

/** Levenshtein's distance: letters to insert, remove or change. */
function countEdits(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...one].entries()) {
    const current = [row + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const change = (above[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      current.push(Math.min(change, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above[other.length] ?? 0;
}
