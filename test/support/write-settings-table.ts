// Writes the table of settings into the README, between its two markers.

import { readFileSync, writeFileSync } from 'node:fs';
import { replaceSettingsTable } from '../../src/config/settings-table.ts';

const readme = new URL('../../README.md', import.meta.url);
writeFileSync(readme, replaceSettingsTable(readFileSync(readme, 'utf8')));
