// postern recipe: configuration for another program, complete, with the secret of a mail service filled in.

import { chmod, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeDirectory } from '../../base/make-directory.ts';
import type { RecipeFile } from '../../mail-access/recipes/recipe.ts';
import { findRecipe, recipeNames } from '../../mail-access/recipes/recipes.ts';
import { defineCommand } from '../frame/command.ts';
import { argument, requiredText, text } from '../frame/options.ts';
import { UsageError } from '../frame/refusals.ts';
import { noService } from '../mail-services/service-name.ts';

export const recipe = defineCommand({
  name: 'recipe',
  summary: 'Prints working configuration for another program, or writes it to files',
  arguments: { program: argument('PROGRAM', `one of: ${recipeNames.join(', ')}`) },
  options: {
    service: requiredText('NAME', 'the mail service whose secret goes into it'),
    out: text('DIR', 'write the files there instead; those with the secret can be read by you alone'),
  },
  run: async (input, { settings, open }) => {
    const { service: name, out } = input.options;
    const found = findRecipe(input.arguments.program);
    if (found === undefined) {
      throw new UsageError(`unknown recipe "${input.arguments.program}": ${recipeNames.join(', ')}`);
    }
    const { mailServices } = await open();
    const [service, secret] = await Promise.all([mailServices.find(name), mailServices.findSecret(name)]);
    if (service === undefined || secret === undefined) {
      throw noService(name);
    }
    const directory = out === undefined ? undefined : resolve(out);
    const files = found.render({
      issuer: settings.issuer,
      scope: 'mail',
      service: { name, secret, imap: service.imap },
      directory,
    });
    if (directory === undefined) {
      return {
        json: { files: files.map((file) => ({ ...file })) },
        text: files
          .map((file) => `# file: ${file.name}\n${file.content}`)
          .join('\n')
          .trimEnd(),
      };
    }
    const paths = await writeFiles(directory, files);
    return { json: { paths }, text: paths.join('\n') };
  },
});

async function writeFiles(directory: string, files: readonly RecipeFile[]): Promise<readonly string[]> {
  makeDirectory(directory);
  return Promise.all(
    files.map(async ({ name, content, secret }) => {
      const path = join(directory, name);
      const mode = secret ? 0o600 : 0o644;
      await writeFile(path, '', { mode, flag: 'a' });
      // A file from before may be open to others: it is shut before the secret goes in.
      await chmod(path, mode);
      await writeFile(path, content);
      return path;
    }),
  );
}
