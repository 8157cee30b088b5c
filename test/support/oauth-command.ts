// Debian's mutt_oauth2.py as the recipes use it: connected once in alice's browser, and an hour older when a test wants it.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { requireComponent, requirePrograms, type SkipReason } from './components.ts';
import type { ProgramHome } from './program-home.ts';
import type { ProgramWorld } from './program-world.ts';

/** Where Debian has it: with the documentation, which small installations leave out. */
const places = [
  '/usr/share/doc/mutt/examples/mutt_oauth2.py',
  '/usr/share/doc/neomutt/oauth2/mutt_oauth2.py.gz',
];

export const directory = '.config/postern';

export function requireOauthCommand(...programs: readonly string[]): SkipReason {
  const isThere = () => places.some((place) => existsSync(place));
  return requirePrograms('python3', ...programs) || requireComponent('mutt_oauth2.py', isThere);
}

export interface OauthCommand {
  /** Its own code flow; alice's browser goes back to it. */
  authorize(): Promise<void>;
  /** Prints an access token. */
  run(): Promise<string>;
  /** An hour later, for Postern and for this machine: what it kept has run out. */
  passHour(): void;
  tokens(): Readonly<Record<string, string>>;
}

/** `preset`: after which the recipe calls it. */
export function createOauthCommand(world: ProgramWorld, home: ProgramHome, preset: string): OauthCommand {
  const script = `${home.path}/${directory}/postern-${preset}.py`;
  const kept = `${directory}/${preset}-tokens`;
  const tokens = () => JSON.parse(home.read(kept));
  return {
    authorize: async () => {
      const waiting = home.begin('python3', [script, '--authorize']);
      await world.allowAndReturn(await waiting.address);
      const { code, told } = await waiting.ended;
      assert.equal(code, 0, told);
    },
    run: async () => {
      const { code, stdout, told } = await home.run('python3', [script]);
      assert.equal(code, 0, told);
      return stdout.trim();
    },
    passHour: () => {
      world.postern.advanceClock(61 * 60 * 1000);
      home.write(kept, JSON.stringify({ ...tokens(), access_token_expiration: '2001-01-01T00:00:00' }));
    },
    tokens,
  };
}
