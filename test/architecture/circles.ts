// Circles among files, and how far a file reaches, by what is loaded when a program starts.

import type { Source } from './sources.ts';

/** One line for each circle of value imports. */
export function findCircles(sources: readonly Source[]): readonly string[] {
  const graph = new Map(sources.map((source) => [source.path, targetsOf(source)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) {
      circles.push([...way.slice(start), path].join(' → '));
      return;
    }
    if (!done.has(path)) {
      for (const target of graph.get(path) ?? []) {
        walk(target, [...way, path]);
      }
      done.add(path);
    }
  };
  for (const path of graph.keys()) {
    walk(path, []);
  }
  return circles;
}

/** Every package that is loaded together with this file. */
export function listLoadedPackages(sources: readonly Source[], start: string): ReadonlySet<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const seen = new Set<string>();
  const packages = new Set<string>();
  const walk = (path: string): void => {
    const source = byPath.get(path);
    if (source === undefined || seen.has(path)) {
      return;
    }
    seen.add(path);
    for (const { specifier, target, kind } of source.imports) {
      if (kind === 'value' && target === undefined && specifier !== undefined) {
        packages.add(specifier);
      }
    }
    targetsOf(source).forEach(walk);
  };
  walk(start);
  return packages;
}

function targetsOf(source: Source): readonly string[] {
  return source.imports.flatMap(({ kind, target }) =>
    kind === 'value' && target !== undefined ? [target] : [],
  );
}
