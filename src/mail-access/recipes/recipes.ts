// Every recipe by its name.

import { dovecotRecipe } from './dovecot.ts';
import type { Recipe } from './recipe.ts';

const recipes: readonly Recipe[] = [dovecotRecipe];

export const recipeNames: readonly string[] = recipes.map(({ name }) => name);

export function findRecipe(name: string): Recipe | undefined {
  return recipes.find((recipe) => recipe.name === name);
}
