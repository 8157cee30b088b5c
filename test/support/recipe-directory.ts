// The files of a recipe in a directory of their own, as `postern recipe … --out` leaves them.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecipeValues } from '../../src/mail-access/recipes/recipe.ts';
import { findRecipe } from '../../src/mail-access/recipes/recipes.ts';

export interface RecipeDirectory {
  readonly path: string;
  remove(): void;
}

/** `without`: files that the administrator left out. */
export function writeRecipe(
  name: string,
  values: Omit<RecipeValues, 'directory'>,
  without: readonly string[] = [],
): RecipeDirectory {
  const path = makeRecipeDirectory();
  for (const file of findRecipe(name)?.render({ ...values, directory: path }) ?? []) {
    if (!without.includes(file.name)) {
      writeFileSync(join(path, file.name), file.content, { mode: file.secret ? 0o600 : 0o644 });
    }
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Mail servers read in it as users of their own. */
export function makeRecipeDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'postern-recipe-'));
  chmodSync(path, 0o755);
  return path;
}
