// From environment variables to settings: everything that is wrong is told at once.

import { findConflicts } from './conflicts.ts';
import { listSettingRows, type SettingKey, type SettingRow, type Settings } from './settings.ts';
import { findUnknownSettings } from './unknown-settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Config = { readonly settings: Settings } | { readonly mistakes: readonly string[] };

type Given = { readonly text: string } | { readonly mistake: string } | undefined;

/**
 * Reads all `POSTERN_*` variables. An empty variable counts as absent. `readFile` is asked for the files that
 * `NAME_FILE` variables of secrets name, and throws where there is none. A mistake is one line that names its
 * variable and never repeats a secret.
 */
export function readConfig(env: Environment, readFile: (path: string) => string): Config {
  const values = new Map<SettingKey, unknown>();
  const mistakes: string[] = [];
  const unread = new Set<SettingKey>();
  for (const [key, row] of listSettingRows()) {
    const given = readText(row, env, readFile) ?? readDefault(row, values);
    const parsed = given === undefined || 'mistake' in given ? given : parse(row, given.text);
    if (parsed !== undefined && 'mistake' in parsed) {
      mistakes.push(parsed.mistake);
      unread.add(key);
    } else if (parsed !== undefined) {
      values.set(key, parsed.value);
    }
  }
  const settings = Object.fromEntries(values) as Partial<Settings>;
  mistakes.push(...findConflicts(settings, unread), ...findUnknownSettings(env));
  return mistakes.length > 0 ? { mistakes } : { settings: settings as Settings };
}

function readText(row: SettingRow, env: Environment, readFile: (path: string) => string): Given {
  const text = env[row.name] || undefined;
  const fileName = `${row.name}_FILE`;
  const file = row.secret ? env[fileName] || undefined : undefined;
  if (file === undefined) {
    return text === undefined ? undefined : { text };
  }
  if (text !== undefined) {
    return { mistake: `${row.name} and ${fileName} are both given; one of them is enough` };
  }
  try {
    const content = readFile(file).replace(/\r?\n$/, '');
    return content === '' ? { mistake: `${fileName}: ${file} is empty` } : { text: content };
  } catch (error) {
    return { mistake: `${fileName}: cannot read ${file} (${codeOf(error)})` };
  }
}

function readDefault(row: SettingRow, values: ReadonlyMap<SettingKey, unknown>): Given {
  const dataDir = String(values.get('dataDir'));
  return row.default === undefined ? undefined : { text: row.default.replace('<data dir>', () => dataDir) };
}

function parse(row: SettingRow, text: string): { readonly value: unknown } | { readonly mistake: string } {
  const parsed = row.kind.parse(text);
  if ('value' in parsed) {
    return parsed;
  }
  const but = row.secret ? '' : `, not ${JSON.stringify(text)}`;
  return { mistake: `${row.name} ${parsed.mistake}${but}` };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
