// Every recipe by its name: mail servers and webmail first, then people's programs.

import { aercRecipe } from './programs/aerc.ts';
import { getmailRecipe } from './programs/getmail.ts';
import { mbsyncRecipe } from './programs/mbsync.ts';
import { msmtpRecipe } from './programs/msmtp.ts';
import { muttRecipe, neomuttRecipe } from './programs/mutt.ts';
import { offlineimapRecipe } from './programs/offlineimap.ts';
import { thunderbirdRecipe } from './programs/thunderbird.ts';
import type { Recipe } from './recipe.ts';
import { dovecotRecipe } from './servers/dovecot.ts';
import { dovecot24Recipe } from './servers/dovecot24.ts';
import { postfixRecipe } from './servers/postfix.ts';
import { roundcubeRecipe } from './servers/roundcube.ts';

export const recipes: readonly Recipe[] = [
  dovecotRecipe,
  dovecot24Recipe,
  postfixRecipe,
  roundcubeRecipe,
  thunderbirdRecipe,
  aercRecipe,
  muttRecipe,
  neomuttRecipe,
  msmtpRecipe,
  mbsyncRecipe,
  offlineimapRecipe,
  getmailRecipe,
];

export const recipeNames: readonly string[] = recipes.map(({ name }) => name);

export function findRecipe(name: string): Recipe | undefined {
  return recipes.find((recipe) => recipe.name === name || recipe.alias === name);
}
