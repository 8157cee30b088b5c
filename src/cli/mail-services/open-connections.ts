// What is said where more is asked of many: nobody's open mail connections are closed by it.

import type { Parts } from '../../open-parts.ts';
import type { Terminal } from '../frame/terminal.ts';

/** Where there is no mail service, there is nothing to say. */
export async function noteOpenConnections(
  { mailServices }: Pick<Parts, 'mailServices'>,
  terminal: Pick<Terminal, 'note'>,
): Promise<void> {
  if ((await mailServices.list()).length > 0) {
    terminal.note(
      "Open mail connections go on until they end; postern devices end USER ends somebody's programs now.",
    );
  }
}
