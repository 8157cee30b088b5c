// What every single file keeps to: its name, its first sentence, its size, its exports, the form of its imports.

import type { Source } from './sources.ts';

type Rule = (source: Source, paths: ReadonlySet<string>) => string | undefined;

const vagueNames = /^(utils?|helpers?|commons?|shared|libs?|misc|managers?|services?|handlers?|types?)$/;

/** The one file that reads the environment. */
const environmentReader = 'src/main.ts';

const rules: readonly Rule[] = [
  ({ path }) =>
    path.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?(\.ts)?$/.test(part))
      ? undefined
      : 'names are kebab-case',
  ({ path }) => {
    const vague = path.split('/').find((part) => vagueNames.test(part.replace(/(\.test)?\.ts$/, '')));
    return vague === undefined ? undefined : `"${vague}" does not say what it is for`;
  },
  ({ text }) =>
    /^(#!.*\n)?(\/\/ \S.*\n)*\/\/ \S.*[.?]\n\n/.test(text)
      ? undefined
      : 'a file opens with a comment of one sentence, then an empty line',
  ({ path, text }) => {
    const most = path.endsWith('.test.ts') ? 400 : 250;
    const lines = text.split('\n').length - 1;
    return lines <= most ? undefined : `${lines} lines are more than ${most}`;
  },
  ({ exports }) =>
    exports.some((found) => found.type === 'direct' && found.name === 'default')
      ? 'there are no default exports'
      : undefined,
  ({ exports }) => (exports.some((found) => found.type !== 'direct') ? 'nothing is re-exported' : undefined),
  ({ imports }) =>
    imports.some(({ specifier }) => specifier === undefined)
      ? 'an import is computed: nobody can read where it leads'
      : undefined,
  ({ imports }, paths) => {
    const lost = imports.find(({ target }) => target !== undefined && !paths.has(target));
    return lost === undefined ? undefined : `${lost.specifier} is no file (relative imports end in .ts)`;
  },
  ({ path, text, imports }) => {
    const reads =
      /\bprocess\s*(\.\s*env\b|\[)|=\s*process\s*;/.test(text) ||
      imports.some(({ specifier }) => specifier === 'node:process');
    return reads && !isFree(path) && path !== environmentReader
      ? `the environment is read in ${environmentReader} only`
      : undefined;
  },
];

export function judgeContents(sources: readonly Source[]): readonly string[] {
  const paths = new Set(sources.map(({ path }) => path));
  return sources.flatMap((source) =>
    rules.flatMap((rule) => {
      const why = rule(source, paths);
      return why === undefined ? [] : [`${source.path}: ${why}`];
    }),
  );
}

function isFree(path: string): boolean {
  return ['test/', 'bench/', 'examples/'].some((folder) => path.startsWith(folder));
}
