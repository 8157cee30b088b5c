// The files of a recipe in a directory, where earlier ones may stand: nothing that an administrator wrote there is lost.

import { randomUUID } from 'node:crypto';
import { chmod, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from '../../base/make-directory.ts';
import type { RecipeFile } from '../../mail-access/recipes/recipe.ts';

export interface WrittenFile {
  readonly path: string;
  /** `renewed`: the secret is another and nothing else. `left`: it is the administrator's, and says something else by now. */
  readonly outcome: 'new' | 'unchanged' | 'renewed' | 'replaced' | 'left';
  /** Where it was replaced: what stood there before. */
  readonly keptAs?: string;
}

/** Each file is there as a whole or as it was, at every moment; where one of before cannot be read, nothing changes. */
export async function writeRecipe(
  directory: string,
  files: readonly RecipeFile[],
  secret: string,
): Promise<readonly WrittenFile[]> {
  makeDirectory(directory);
  const earlier = await Promise.all(files.map(({ name }) => readIfThere(join(directory, name))));
  if (files.some(({ isReadByOthers }) => isReadByOthers)) {
    await letOthersPass(
      directory,
      files.map(({ name }) => name),
    );
  }
  const written: WrittenFile[] = [];
  for (const [place, file] of files.entries()) {
    written.push(await writeOne(join(directory, file.name), file, { before: earlier[place], secret }));
  }
  return written;
}

async function writeOne(
  path: string,
  { content, secret: isSecret, isEdited }: RecipeFile,
  { before, secret }: { readonly before: Buffer | undefined; readonly secret: string },
): Promise<WrittenFile> {
  const mode = isSecret ? 0o600 : 0o644;
  if (before?.equals(Buffer.from(content))) {
    await chmod(path, mode);
    return { path, outcome: 'unchanged' };
  }
  if (before === undefined || isSameButForSecret(before.toString(), content, secret)) {
    await replace(path, content, mode);
    return { path, outcome: before === undefined ? 'new' : 'renewed' };
  }
  if (isEdited) {
    return { path, outcome: 'left' };
  }
  const keptAs = await keep(path, before, mode);
  await replace(path, content, mode);
  return { path, outcome: 'replaced', keptAs };
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** After a rotation: the old secret is worth no copy. */
function isSameButForSecret(before: string, content: string, secret: string): boolean {
  const [old, now] = [before.split('\n'), content.split('\n')];
  return (
    old.length === now.length &&
    now.every((line, place) => {
      const [head = '', tail] = line.split(secret);
      const was = old[place] ?? '';
      const inner = was.slice(head.length, tail === undefined ? undefined : was.length - tail.length);
      return was === line || (tail !== undefined && was === head + inner + tail && /^[\w-]+$/.test(inner));
    })
  );
}

/** Under the first name that is free: a copy from before may be the one with the administrator's lines. */
async function keep(path: string, content: Buffer, mode: number): Promise<string> {
  const { mode: own } = await stat(path);
  for (let number = 1; ; number += 1) {
    const old = `${path}.old${number === 1 ? '' : number}`;
    try {
      await writeFile(old, content, { mode: own & mode, flag: 'wx' });
      return old;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
    }
  }
}

/** The name at which it is written ends in no way by which a mail server finds its files. */
async function replace(path: string, content: string, mode: number): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  try {
    await writeFile(fresh, content, { mode: 0o600, flag: 'wx' });
    await chmod(fresh, mode);
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/**
 * A mail server reads its files as a user of its own, and does not start where it may not. A directory that holds nothing
 * else is therefore opened for passing through; what is in it and secret stays shut by its own mode.
 */
async function letOthersPass(directory: string, names: readonly string[]): Promise<void> {
  const [{ mode }, entries] = await Promise.all([stat(directory), readdir(directory)]);
  if ((mode & 0o011) !== 0o011 && entries.every((name) => names.includes(name))) {
    await chmod(directory, (mode & 0o7777) | 0o011);
  }
}
