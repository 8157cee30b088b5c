// postern serve: the server, until it is told to stop.

import { once } from 'node:events';
import { describePlace, leadsHere } from '../../http/listening-place.ts';
import { defineCommand } from '../frame/command.ts';

export const serve = defineCommand({
  name: 'serve',
  summary: 'Serves until it is told to stop (SIGTERM or Ctrl-C)',
  arguments: {},
  options: {},
  isServer: true,
  run: async (_input, { settings, terminal, open }) => {
    // Listened for from the start on: a stop during the start is not lost.
    const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
    const parts = await open();
    const { startApp } = await import('../../app.ts');
    const app = await startApp(parts);
    try {
      const link = await parts.setupLink.issue();
      if (link !== undefined) {
        terminal.note(`To make the first super administrator, open ${link}`);
      }
      const place = { issuer: settings.issuer, listen: describePlace(app.address) };
      parts.log.info('listening', place);
      if (!leadsHere(settings.issuer, app.address)) {
        parts.log.warn(
          'POSTERN_ISSUER names another port than POSTERN_LISTEN: links lead to where nobody listens, unless a proxy does',
          place,
        );
      }
      await stopped;
      parts.log.info('stopping');
    } finally {
      await app.close();
    }
    return undefined;
  },
});
