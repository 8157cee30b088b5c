// Mail programs of other people, configured by nothing but the printed recipes, on both stores.

import { after, before, describe } from 'node:test';
import { requirePrograms } from '../../support/components.ts';
import { forEachStore } from '../../support/engines.ts';
import { requirePostfix } from '../../support/postfix.ts';
import { type ProgramWorld, startProgramWorld } from '../../support/program-world.ts';
import { describeAerc } from './aerc.ts';
import { describeGetmail } from './getmail.ts';
import { describeMbsync } from './mbsync.ts';
import { describeMsmtp } from './msmtp.ts';
import { describeMutt } from './mutt.ts';
import { describeOfflineimap } from './offlineimap.ts';
import { describeRoundcube } from './roundcube.ts';

forEachStore((engine, _openTestStore, makeTarget) => {
  const skip = requirePrograms('dovecot', 'curl', 'oathtool') || requirePostfix();
  // One world for all of them: starting it takes longer than most of what is done in it.
  describe('mail programs', { skip }, () => {
    let world: ProgramWorld;

    before(async () => {
      const target = engine === 'mongodb' ? await makeTarget() : undefined;
      world = await startProgramWorld(target?.kind === 'mongodb' ? { storeUrl: target.url } : {});
    });
    after(() => world?.close());

    describeMsmtp(() => world);
    describeMbsync(() => world);
    describeMutt('mutt', () => world);
    describeMutt('neomutt', () => world);
    describeOfflineimap(() => world);
    describeGetmail(() => world);
    describeAerc(() => world);
    describeRoundcube(() => world);
  });
});
