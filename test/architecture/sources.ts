// The source files of the project and what each of them imports and exports, read by a lexer.

import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Export, init, parse } from 'es-module-lexer';

export interface Import {
  /** As written; absent where it is computed at run time. */
  readonly specifier: string | undefined;
  /** The path of one of our files, from the root; absent for packages and Node's own modules. */
  readonly target: string | undefined;
  /** `type`: nothing is loaded for it. `later`: an `import()` that runs when it is reached. */
  readonly kind: 'value' | 'type' | 'later';
}

export interface Source {
  /** From the root, with slashes: `src/base/clock.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
}

await init();

export const rooms = ['src', 'interactions', 'examples', 'test', 'bench'] as const;

export function readSources(root: string): readonly Source[] {
  const paths = globSync(`{${rooms.join(',')}}/**/*.ts`, { cwd: root });
  return paths.sort().map((path) => createSource(path, readFileSync(join(root, path), 'utf8')));
}

export function createSource(path: string, text: string): Source {
  const [lexed, exports] = parse(text, path);
  const imports = lexed.flatMap((found): Import[] => {
    if (found.type === 'import-meta') {
      return [];
    }
    const isType = found.type === 'dynamic' ? found.probablyTypeOnly : found.typeOnly;
    const kind = found.type === 'dynamic' ? 'later' : 'value';
    return [createImport(path, found.specifier, isType ? 'type' : kind)];
  });
  return { path, text, imports: [...imports, ...readImportTypes(path, text, imports)], exports };
}

/** `import('./a.ts').A` inside a type alias, which the lexer passes over. */
function readImportTypes(path: string, text: string, known: readonly Import[]): readonly Import[] {
  // The texts of tests hold made-up imports, and tests may import what they like.
  if (path.startsWith('test/')) {
    return [];
  }
  return [...text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)]
    .map(([, specifier]) => createImport(path, specifier, 'type'))
    .filter(({ specifier }) => !known.some((other) => other.specifier === specifier));
}

function createImport(path: string, specifier: string | undefined, kind: Import['kind']): Import {
  const isOurs = specifier?.startsWith('.') === true;
  const target = isOurs ? posix.join(posix.dirname(path), specifier) : undefined;
  return { specifier, target, kind };
}
