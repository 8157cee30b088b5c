// postern otp import: a box of hardware tokens, all of them or none.

import { readFileSync } from 'node:fs';
import type { RowProblem } from '../../accounts/second-factor/changes/import-factors.ts';
import { plain } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { argument, flag } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';
import { decodeText } from '../frame/terminal.ts';
import { readFactorLines } from './csv.ts';

export const otpImport = defineCommand({
  name: 'otp import',
  summary: 'Adds second factors from lines username,url[,t0]: all of them, or none',
  arguments: { file: argument('FILE', 'CSV file; - reads standard input') },
  options: { 'dry-run': flag('check every line and write nothing') },
  run: async ({ arguments: { file }, options }, { terminal, open }) => {
    const isDry = options['dry-run'];
    const text = file === '-' ? await terminal.readStdin() : decodeText(readFileSync(file), file);
    const { rows, problems } = readFactorLines(text);
    if (rows.length + problems.length === 0) {
      throw new Refusal('there is no line to import');
    }
    const { accounts, kicks } = await open();
    const dryRun = isDry || problems.length > 0;
    const outcome = await accounts.factors.importAll(rows, { dryRun });
    if (!dryRun && outcome.imported > 0) {
      // What the password alone had opened.
      const owners = await Promise.all(rows.map(({ username }) => accounts.findByName(username)));
      await Promise.all(owners.filter((owner) => owner !== undefined).map(kicks.ask));
    }
    const wrong = [...problems, ...outcome.problems].sort((one, other) => one.line - other.line);
    if (wrong.length > 0) {
      const names = new Map(rows.map(({ line, username }) => [line, username]));
      for (const problem of wrong) {
        terminal.note(plain(`postern otp import: ${describe(problem, names.get(problem.line))}`));
      }
      throw new Refusal(problems.length > 0 ? sumUp(0) : sumUp(outcome.imported));
    }
    const imported = isDry ? 0 : outcome.imported;
    return {
      json: { lines: rows.length, imported },
      text: isDry
        ? `${count(rows.length)} can be imported. Nothing was written.`
        : `${count(imported)} imported. Recovery codes for them: postern otp recovery-codes USER`,
    };
  },
});

function describe({ line, field, reason }: RowProblem, username = ''): string {
  return `line ${line}: ${field === 'username' ? `username "${username}"` : field} ${reason}`;
}

/** Some are imported only where an account changed between check and write. */
function sumUp(imported: number): string {
  return imported === 0 ? 'nothing was imported' : `the other lines were imported (${imported})`;
}

function count(factors: number): string {
  return factors === 1 ? '1 second factor' : `${factors} second factors`;
}
